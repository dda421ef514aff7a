using Carillon.Cluster;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Contacts.Numbers;

/// <summary>Where checks of stored people are asked for, with what they will cost before, and looked at.</summary>
public sealed class NumberCheckDesk(CarillonDb db, INumberChecker checker, WakeSignals signals, TimeProvider time)
{
    /// <summary>How many numbers a check means, how many of them must be asked about, and what that costs.</summary>
    public async Task<NumberCheckEstimate> EstimateAsync(NumberCheckKind kind, ContactListId? list, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - NumberChecks.Fresh;
        var people = PeopleOf(db, list);
        var checks = db.NumberChecks;
        var numbers = await people.LongCountAsync(cancellationToken);
        var known = await people.LongCountAsync(contact => checks.Any(check => check.WorkspaceId == contact.WorkspaceId && check.Phone == contact.Phone && check.Kind == kind && check.CheckedAt > since), cancellationToken);
        var price = await checker.PriceAsync(db, kind, cancellationToken);
        return new NumberCheckEstimate(numbers, known, numbers - known, price is { } each ? Money.Of(each.Amount * (numbers - known), each.Currency) : null);
    }

    /// <summary>
    /// Why the people of a list are not checked; null: they may be. Whom a filter means can change by the check itself, and its figures would no more
    /// open to the numbers that were asked about.
    /// </summary>
    public async Task<string?> WhyNotAsync(ContactListId list, CancellationToken cancellationToken) =>
        await db.ContactLists.Where(row => row.Id == list && row.Filter != null).Select(row => row.Name).FirstOrDefaultAsync(cancellationToken) is { } name
            ? $"“{name}” is a list by filter: people come and go by its filter, also while they are checked. Choose a list that people are put on, or everybody."
            : null;

    /// <summary>Asks for a check.</summary>
    public async Task<NumberCheckOutcome> AcceptAsync(NumberCheckKind kind, ContactListId? list, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        if (kind is NumberCheckKind.Offline)
        {
            errors.Add("validation", "Say who is asked: numverify or twilioLookup. What a number's plan tells is known already.");
        }
        else if (!await checker.HasLoginAsync(db, kind, cancellationToken))
        {
            errors.Add("validation", $"There is no account to check numbers with: add one of {(kind is NumberCheckKind.Numverify ? "NumVerify" : "Twilio")} first.");
        }

        if (list is { } id && (await db.ContactLists.AnyAsync(row => row.Id == id, cancellationToken) ? await WhyNotAsync(id, cancellationToken) : $"There is no list {id}.") is { } why)
        {
            errors.Add("listId", why);
        }

        if (!errors.IsEmpty)
        {
            return new NumberCheckOutcome.Invalid(errors);
        }

        var price = await checker.PriceAsync(db, kind, cancellationToken);
        var run = new NumberCheckRun
        {
            Id = Id.New<NumberCheckRunId>(time),
            WorkspaceId = db.Workspace,
            Kind = kind,
            ListId = list,
            Total = await PeopleOf(db, list).LongCountAsync(cancellationToken),
            PriceMicros = price is { } each ? (long)(each.Amount * 1_000_000m) : null,
            Currency = price?.Currency,
            CreatedAt = time.GetUtcNow().Stored(),
        };
        db.Add(run);
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
        signals.Raise(DueJobs.JobKind, DueJobs.Key(NumberCheckWork.KindName, run.Id.ToString()));
        return new NumberCheckOutcome.Accepted(run);
    }

    /// <summary>One check as it stands; null when there is none here.</summary>
    public Task<NumberCheckRun?> FindAsync(NumberCheckRunId id, CancellationToken cancellationToken) =>
        db.NumberCheckRuns.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken);

    /// <summary>Checks, the newest first.</summary>
    public async Task<IReadOnlyList<NumberCheckRun>> ListAsync(DateTimeOffset? beforeAt, NumberCheckRunId? beforeId, int most, CancellationToken cancellationToken)
    {
        var rows = db.NumberCheckRuns.AsNoTracking();
        if (beforeAt is { } at && beforeId is { } before)
        {
            rows = rows.Where(row => row.CreatedAt < at || (row.CreatedAt == at && row.Id < before));
        }

        return await rows.OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id).Take(most).ToListAsync(cancellationToken);
    }

    /// <summary>Stops a check where it stands; what was told stays.</summary>
    public async Task<NumberCheckRun?> CancelAsync(NumberCheckRunId id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().Stored();
        await db.NumberCheckRuns.Where(row => row.Id == id && row.Status == NumberCheckStatus.Running).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Status, NumberCheckStatus.Cancelled).SetProperty(row => row.FinishedAt, now), cancellationToken);
        return await FindAsync(id, cancellationToken);
    }

    /// <summary>Lets a check that its provider stopped go on where it was; any other is left as it is.</summary>
    public async Task<NumberCheckRun?> ResumeAsync(NumberCheckRunId id, CancellationToken cancellationToken)
    {
        var resumed = await db.NumberCheckRuns.Where(row => row.Id == id && row.Status == NumberCheckStatus.Stopped).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Status, NumberCheckStatus.Running).SetProperty(row => row.Failure, (string?)null).SetProperty(row => row.FinishedAt, (DateTimeOffset?)null),
            cancellationToken);
        if (resumed == 1)
        {
            signals.Raise(DueJobs.JobKind, DueJobs.Key(NumberCheckWork.KindName, id.ToString()));
        }

        return await FindAsync(id, cancellationToken);
    }

    /// <summary>The numbers behind a check's figures, in the order they were asked about; null: there is no such check here.</summary>
    /// <param name="id">The check.</param>
    /// <param name="outcome">Only those of which this came out; null: all that are done.</param>
    /// <param name="after">The last one of the page before.</param>
    /// <param name="most">How many.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<CheckedNumber>?> NumbersAsync(NumberCheckRunId id, NumberOutcome? outcome, ContactId? after, int most, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } run)
        {
            return null;
        }

        var (mark, last, since) = (after ?? default, run.DoneTo ?? default, run.CreatedAt - NumberChecks.Fresh);
        var rows = from contact in PeopleOf(db, run.ListId).Where(contact => contact.Id > mark && contact.Id <= last)
                   join told in db.NumberChecks.Where(told => told.Kind == run.Kind && told.CheckedAt > since) on contact.Phone equals told.Phone into checks
                   from told in checks.DefaultIfEmpty()
                   select new { contact, told };
        rows = outcome switch
        {
            null => rows,
            NumberOutcome.Mobile => rows.Where(row => row.told != null && row.told.IsValid && (row.told.LineType == LineType.Mobile || row.told.LineType == LineType.Voip)),
            NumberOutcome.Landline => rows.Where(row => row.told != null && row.told.IsValid && row.told.LineType != LineType.Mobile && row.told.LineType != LineType.Voip && row.told.LineType != LineType.Unknown),
            NumberOutcome.Invalid => rows.Where(row => row.told != null && !row.told.IsValid),
            NumberOutcome.Unknown => rows.Where(row => row.told == null || (row.told.IsValid && row.told.LineType == LineType.Unknown)),
            _ => throw new InvalidOperationException($"No such outcome: {outcome}."),
        };
        var page = await rows.OrderBy(row => row.contact.Id).Take(most).ToListAsync(cancellationToken);
        return [.. page.Select(row => new CheckedNumber(row.contact.Id, row.contact.DisplayName, row.contact.Phone?.E164 ?? "", OutcomeOf(row.told), row.told?.LineType ?? LineType.Unknown, row.told?.Carrier, row.told?.CheckedAt))];
    }

    private static NumberOutcome OutcomeOf(NumberCheck? told) => told switch
    {
        null => NumberOutcome.Unknown,
        { IsValid: false } => NumberOutcome.Invalid,
        { LineType: LineType.Mobile or LineType.Voip } => NumberOutcome.Mobile,
        { LineType: LineType.Unknown } => NumberOutcome.Unknown,
        _ => NumberOutcome.Landline,
    };

    internal static IQueryable<Contact> PeopleOf(CarillonDb db, ContactListId? list)
    {
        var members = db.ListMembers;
        var people = db.Contacts.AsNoTracking().Where(contact => contact.Phone != null);
        return list is null ? people : people.Where(contact => members.Any(member => member.ListId == list && member.ContactId == contact.Id));
    }
}

/// <summary>What a check of stored people would take.</summary>
/// <param name="Numbers">How many numbers it means.</param>
/// <param name="Known">Of how many the answer of the last 30 days still stands.</param>
/// <param name="ToAsk">About how many the provider must be asked.</param>
/// <param name="Cost">What that costs; null: the account says no price.</param>
public sealed record NumberCheckEstimate(long Numbers, long Known, long ToAsk, Money? Cost);

/// <summary>What a check found of one number.</summary>
public enum NumberOutcome
{
    Mobile,
    Landline,
    Invalid,
    Unknown,
}

/// <summary>One number behind a check's figures.</summary>
/// <param name="ContactId">Whose it is.</param>
/// <param name="Name">The person's name, or whatever is known.</param>
/// <param name="Phone">The number.</param>
/// <param name="Outcome">Under which figure it counts.</param>
/// <param name="LineType">What kind of line it has.</param>
/// <param name="Carrier">Who owns it.</param>
/// <param name="CheckedAt">When it was told; null: nothing was.</param>
public sealed record CheckedNumber(ContactId ContactId, string Name, string Phone, NumberOutcome Outcome, LineType LineType, string? Carrier, DateTimeOffset? CheckedAt);

/// <summary>What came of a request for a check.</summary>
public abstract record NumberCheckOutcome
{
    private NumberCheckOutcome()
    {
    }

    /// <summary>It goes on behind.</summary>
    public sealed record Accepted(NumberCheckRun Run) : NumberCheckOutcome;

    /// <summary>Fields cannot be taken as given.</summary>
    public sealed record Invalid(FieldErrors Errors) : NumberCheckOutcome;
}
