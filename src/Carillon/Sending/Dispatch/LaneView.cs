using Carillon.Primitives;
using Carillon.Sending.Accounts;
using Carillon.Sending.Runs;
using Carillon.Text;

namespace Carillon.Sending.Dispatch;

/// <summary>What a lane must know of the world, at most a second old.</summary>
/// <param name="Sender">Its sender.</param>
/// <param name="Account">The login it sends through.</param>
/// <param name="Brand">Who the workspace says it is.</param>
/// <param name="Runs">The running runs that leave from it.</param>
/// <param name="HasSingles">Whether a single message was due when this was read.</param>
/// <param name="HasDoubts">Whether an attempt of it is unknown.</param>
public sealed record LaneView(Sender Sender, OpenAccount Account, string Brand, IReadOnlyList<RunView> Runs, bool HasSingles, bool HasDoubts)
{
    /// <summary>Whether anything may leave at all.</summary>
    public bool MaySend => Account.Account.Status != AccountStatus.Disabled;
}

/// <summary>A run with its words read once.</summary>
public sealed record RunView(RunId Id, double? PerSecond, bool SmartEncoding, IReadOnlyDictionary<string, MessageTemplate> Texts)
{
    /// <summary>Whether a message of it was due when this was read.</summary>
    public bool HasWaiting { get; init; }

    /// <summary>Reads the words of a run; they were checked when it started.</summary>
    public static RunView Of(CampaignRun run) => new(
        run.Id,
        run.PerSecond,
        run.SmartEncoding,
        run.Texts.ToDictionary(
            text => text.Variant,
            text => MessageTemplate.Parse(text.Body) is TemplateReading.Parsed parsed
                ? parsed.Template
                : throw new InvalidOperationException($"Run {run.Id}: the words of variant '{text.Variant}' were readable at the start and are not now.")));
}
