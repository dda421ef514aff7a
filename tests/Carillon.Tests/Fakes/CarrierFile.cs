using System.Globalization;

namespace Carillon.Tests.Fakes;

/// <summary>
/// A carrier's log as a file that is only added to: one line for each request, refusal, acceptance and look at the list, each
/// written before anything is answered, so that it outlives the carrier and whoever watches it.
/// </summary>
public sealed class CarrierFile(string path) : IDisposable
{
    private readonly StreamWriter _writer = new(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };

    /// <summary>Reads such a file back.</summary>
    public static CarrierHistory Read(string path)
    {
        List<CarrierLine> asked = [];
        List<CarrierLine> took = [];
        List<CarrierLine> refused = [];
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
        {
            if (line.Split('\t') is ["asked" or "took" or "refused", _, _, _, _, _] fields)
            {
                var list = fields[0] switch { "asked" => asked, "took" => took, _ => refused };
                list.Add(new CarrierLine(new DateTimeOffset(long.Parse(fields[1], CultureInfo.InvariantCulture), TimeSpan.Zero), long.Parse(fields[2], CultureInfo.InvariantCulture), fields[3], fields[4], fields[5]));
            }
        }

        return new CarrierHistory(asked, took, refused);
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    internal void Asked(FakeSend send) => Write("asked", send.BeganAt, send.Number, send.To, "", send.Body);

    internal void Refused(FakeSend send, string code) => Write("refused", send.BeganAt, send.Number, send.To, code, send.Body);

    internal void Took(Acceptance taken) => Write("took", taken.At, taken.Send.Number, taken.To, taken.Id, taken.Body);

    internal void Listed(DateTimeOffset at) => Write("listed", at, 0, "", "", "");

    private void Write(string kind, DateTimeOffset at, long number, string to, string detail, string body) =>
        _writer.WriteLine(string.Join('\t', kind, at.UtcTicks.ToString(CultureInfo.InvariantCulture), number.ToString(CultureInfo.InvariantCulture), to, detail, body.Replace('\t', ' ').ReplaceLineEndings(" ")));
}

/// <summary>One line of a carrier's log.</summary>
/// <param name="At">When.</param>
/// <param name="Number">The request's number.</param>
/// <param name="To">The recipient.</param>
/// <param name="Detail">The message's id, or the code of a refusal.</param>
/// <param name="Body">The words.</param>
public sealed record CarrierLine(DateTimeOffset At, long Number, string To, string Detail, string Body);

/// <summary>All that a carrier was asked, took and refused for good.</summary>
public sealed record CarrierHistory(IReadOnlyList<CarrierLine> Asked, IReadOnlyList<CarrierLine> Took, IReadOnlyList<CarrierLine> Refused)
{
    /// <summary>What a carrier in this process has seen so far.</summary>
    public static CarrierHistory Of(CarrierLog log) => new(
        [.. log.Sends().Select(send => new CarrierLine(send.BeganAt, send.Number, send.To, "", send.Body))],
        [.. log.Acceptances().Select(taken => new CarrierLine(taken.At, taken.Send.Number, taken.To, taken.Id, taken.Body))],
        [.. log.Refusals().Select(refusal => new CarrierLine(refusal.Send.BeganAt, refusal.Send.Number, refusal.Send.To, refusal.Code, refusal.Send.Body))]);
}
