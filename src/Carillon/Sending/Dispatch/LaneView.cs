using Carillon.Access;
using Carillon.Primitives;
using Carillon.Sending.Accounts;
using Carillon.Sending.Runs;
using Carillon.Text;

namespace Carillon.Sending.Dispatch;

/// <summary>What a lane must know of the world, at most a second old.</summary>
/// <param name="Sender">Its sender.</param>
/// <param name="Account">The login it sends through.</param>
/// <param name="Brand">Who the workspace says it is.</param>
/// <param name="Keep">Which texts keep quiet hours.</param>
/// <param name="Runs">The running runs that leave from it.</param>
public sealed record LaneView(Sender Sender, OpenAccount Account, string Brand, QuietHoursFor Keep, IReadOnlyList<RunView> Runs)
{
    /// <summary>Whether anything may leave at all.</summary>
    public bool MaySend => Account.Account.Status != AccountStatus.Disabled;
}

/// <summary>A run with its words read once.</summary>
public sealed record RunView(
    RunId Id, CampaignId Campaign, Purpose Purpose, RunHours Hours, double? PerSecond, bool SmartEncoding, IReadOnlyDictionary<string, MessageTemplate> Texts)
{
    /// <summary>Reads the words of a run; they were checked when it started.</summary>
    public static RunView Of(CampaignRun run) => new(
        run.Id,
        run.CampaignId,
        run.Purpose,
        run.Hours ?? RunHours.Lawful,
        run.PerSecond,
        run.SmartEncoding,
        run.Texts.ToDictionary(
            text => text.Variant,
            text => MessageTemplate.Parse(text.Body) is TemplateReading.Parsed parsed
                ? parsed.Template
                : throw new InvalidOperationException($"Run {run.Id}: the words of variant '{text.Variant}' were readable at the start and are not now.")));
}
