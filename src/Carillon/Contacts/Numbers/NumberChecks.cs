using System.Collections.Concurrent;
using Carillon.Compliance.Suppressions;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Contacts.Numbers;

/// <summary>
/// Checks numbers in sets: what was told in the last 30 days is not asked again, what is told now is stored as it comes, so that
/// work which dies goes on without paying twice. A question without an answer leaves the number as unknown as before. The number of a stored
/// person that is none, or is a landline, is suppressed until a later answer says otherwise; one that is valid is not out of reach any more.
/// </summary>
public sealed class NumberChecks(Database database, INumberChecker checker, SuppressionBook suppressions, TimeProvider time)
{
    /// <summary>How long an answer stands.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromDays(30);

    private const int AtOnce = 8;
    private const int Stored = 100;
    private const int MostTries = 4;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>What is known of the numbers without asking anybody.</summary>
    public async Task<NumberResults> RecallAsync(WorkspaceId workspace, NumberCheckKind kind, IReadOnlyList<string> phones, CancellationToken cancellationToken) =>
        new((await KnownAsync(workspace, kind, phones, cancellationToken)).ToDictionary(check => check.Phone.E164), null);

    /// <summary>What is known of the numbers after asking; those without an answer are not named.</summary>
    /// <param name="workspace">Whose login and whose memory.</param>
    /// <param name="kind">Whom to ask.</param>
    /// <param name="phones">The numbers.</param>
    /// <param name="cancellationToken">Stops the asking; what was told is stored.</param>
    public async Task<NumberResults> CheckAsync(WorkspaceId workspace, NumberCheckKind kind, IReadOnlyList<string> phones, CancellationToken cancellationToken)
    {
        var known = new ConcurrentDictionary<string, NumberCheck>();
        foreach (var check in await KnownAsync(workspace, kind, phones, cancellationToken))
        {
            known[check.Phone.E164] = check;
        }

        string? stopped = null;
        string? silence = null;
        var asked = 0;
        foreach (var chunk in phones.Where(phone => !known.ContainsKey(phone)).Chunk(Stored))
        {
            var told = new ConcurrentBag<NumberCheck>();
            var ways = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(chunk, ways, async (phone, token) =>
            {
                if (Volatile.Read(ref stopped) is null && await AskAsync(workspace, kind, phone, NotTold, token) is { } check)
                {
                    told.Add(check);
                    known[phone] = check;
                }
            });
            await StoreAsync(workspace, kind, told, cancellationToken);
            asked += told.Count;
            if (stopped is not null)
            {
                break;
            }
        }

        await ReportAsync(workspace, kind, stopped, asked, cancellationToken);
        return new NumberResults(known, stopped) { Asked = asked, Silence = stopped ?? silence };

        void NotTold(NumberAnswer.Untold untold)
        {
            Volatile.Write(ref silence, untold.Why);
            if (untold.IsLast)
            {
                Volatile.Write(ref stopped, untold.Why);
            }
        }
    }

    private async Task ReportAsync(WorkspaceId workspace, NumberCheckKind kind, string? stopped, int asked, CancellationToken cancellationToken)
    {
        if (stopped is not null)
        {
            await checker.AlertAsync(workspace, kind, stopped, cancellationToken);
        }
        else if (asked > 0)
        {
            await checker.CalmAsync(workspace, kind, cancellationToken);
        }
    }

    private async Task<NumberCheck?> AskAsync(WorkspaceId workspace, NumberCheckKind kind, string phone, Action<NumberAnswer.Untold> notTold, CancellationToken cancellationToken)
    {
        for (var tried = 1; ; tried++)
        {
            switch (await checker.AskAsync(workspace, kind, PhoneNumber.FromStored(phone), cancellationToken))
            {
                case NumberAnswer.Told told:
                    return new NumberCheck
                    {
                        WorkspaceId = workspace,
                        Phone = PhoneNumber.FromStored(phone),
                        Kind = kind,
                        IsValid = told.IsValid,
                        LineType = told.Line,
                        Carrier = told.Carrier?.Length > 120 ? told.Carrier[..120] : told.Carrier,
                        Country = told.Country is { Length: 2 } country ? country : null,
                        CheckedAt = time.GetUtcNow().Stored(),
                    };
                case NumberAnswer.Untold { MayRepeat: true, IsLast: false } untold when tried < MostTries:
                    var wait = untold.RetryAfter ?? TimeSpan.FromSeconds(0.25 * Math.Pow(2, tried));
                    await Task.Delay(wait > LongestWait ? LongestWait : wait, time, cancellationToken);
                    break;
                case NumberAnswer.Untold untold:
                    notTold(untold);
                    return null;
                case var other:
                    throw new InvalidOperationException($"No such answer: {other}.");
            }
        }
    }

    private async Task<List<NumberCheck>> KnownAsync(WorkspaceId workspace, NumberCheckKind kind, IReadOnlyList<string> phones, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - Fresh;
        await using var db = database.Open(WorkspaceScope.Of(workspace));
        var known = new List<NumberCheck>();
        foreach (var chunk in phones.Select(PhoneNumber.FromStored).Chunk(1000))
        {
            known.AddRange(await db.NumberChecks.AsNoTracking()
                .Where(check => check.WorkspaceId == workspace && check.Kind == kind && chunk.Contains(check.Phone) && check.CheckedAt > since).ToListAsync(cancellationToken));
        }

        return known;
    }

    private async Task StoreAsync(WorkspaceId workspace, NumberCheckKind kind, IReadOnlyCollection<NumberCheck> told, CancellationToken cancellationToken)
    {
        var phones = told.Select(check => check.Phone).ToList();
        await using var db = database.Open(WorkspaceScope.Of(workspace));
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        await db.NumberChecks.Where(check => check.WorkspaceId == workspace && check.Kind == kind && phones.Contains(check.Phone)).ExecuteDeleteAsync(cancellationToken);
        db.NumberChecks.AddRange(told);
        await db.SaveChangesAsync(cancellationToken);
        foreach (var ofLine in told.Where(check => check.LineType is not LineType.Unknown).GroupBy(check => check.LineType))
        {
            var (line, numbers) = (ofLine.Key, ofLine.Select(check => (PhoneNumber?)check.Phone).ToList());
            await db.Contacts.Where(contact => contact.WorkspaceId == workspace && numbers.Contains(contact.Phone))
                .ExecuteUpdateAsync(set => set.SetProperty(contact => contact.LineType, line), cancellationToken);
        }

        await LiftAsync(db, workspace, told, cancellationToken);
        await SuppressAsync(db, workspace, told, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task LiftAsync(CarillonDb db, WorkspaceId workspace, IReadOnlyCollection<NumberCheck> told, CancellationToken cancellationToken)
    {
        var valid = told.Where(check => check.IsValid).ToList();
        var phones = valid.ConvertAll(check => check.Phone);
        await SuppressionBook.LiftAsync(db, workspace, phones, SkipReason.Invalid, cancellationToken);
        await SuppressionBook.LiftAsync(db, workspace, phones, SkipReason.Unreachable, cancellationToken);
        var textable = valid.Where(check => check.LineType is not LineType.Unknown && NumberPlan.MayTakeTexts(check.LineType)).Select(check => check.Phone).ToList();
        await SuppressionBook.LiftAsync(db, workspace, textable, SkipReason.Landline, cancellationToken);
        var numbers = phones.ConvertAll(phone => (PhoneNumber?)phone);
        await db.Contacts.Where(contact => contact.WorkspaceId == workspace && contact.Status == ContactStatus.Unreachable && numbers.Contains(contact.Phone))
            .ExecuteUpdateAsync(set => set.SetProperty(contact => contact.Status, ContactStatus.Active), cancellationToken);
    }

    private async Task SuppressAsync(CarillonDb db, WorkspaceId workspace, IReadOnlyCollection<NumberCheck> told, CancellationToken cancellationToken)
    {
        var barred = told.Where(check => !check.IsValid || check.LineType is LineType.Landline).ToDictionary(check => check.Phone, check => check.IsValid ? SkipReason.Landline : SkipReason.Invalid);
        var numbers = barred.Keys.Select(phone => (PhoneNumber?)phone).ToList();
        var people = await db.Contacts.Where(contact => contact.WorkspaceId == workspace && numbers.Contains(contact.Phone)).Select(contact => contact.Phone!.Value).ToListAsync(cancellationToken); // asked for by number
        foreach (var alike in people.GroupBy(phone => barred[phone]))
        {
            await suppressions.SuppressAsync(db, workspace, [.. alike], alike.Key, time.GetUtcNow().Stored(), cancellationToken);
        }
    }
}

/// <summary>What is known of numbers.</summary>
/// <param name="Known">By number; one without an answer is missing.</param>
/// <param name="Stopped">Why nothing more was asked; null: everything was.</param>
public sealed record NumberResults(IReadOnlyDictionary<string, NumberCheck> Known, string? Stopped)
{
    /// <summary>How many were told anew just now.</summary>
    public int Asked { get; init; }

    /// <summary>Why a number that was asked about has no answer; null: all have one.</summary>
    public string? Silence { get; init; }

    /// <summary>Nothing asked, nothing known.</summary>
    public static NumberResults None { get; } = new(new Dictionary<string, NumberCheck>(), null);
}
