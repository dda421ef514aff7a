using Carillon.Cluster;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Contacts.Numbers;

/// <summary>
/// Works on checks of stored people, some numbers at a time in the order of the people, each step committed with its counts. What was
/// told stands with the number, so a step that is done again after a death asks nobody twice. A provider that refuses altogether
/// ends the check; what it did not tell leaves numbers as they were.
/// </summary>
public sealed class NumberCheckWork(Database database, NumberChecks checks, TimeProvider time) : IJobKind
{
    /// <summary>The kind under which signals wake it.</summary>
    public const string KindName = "number-check";

    private const int Step = 200;

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        var due = await db.NumberCheckRuns.Where(run => run.Status == NumberCheckStatus.Running).OrderBy(run => run.CreatedAt).Select(run => run.Id).Take(100).ToListAsync(cancellationToken);
        return [.. due.Select(id => id.ToString())];
    }

    /// <inheritdoc/>
    public async Task RunAsync(string subject, CancellationToken cancellationToken)
    {
        if (!Id.TryParse<NumberCheckRunId>(subject, out var id))
        {
            return;
        }

        NumberCheckRun? run;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            await using (var everybody = database.OpenEverybody())
            {
                run = await everybody.NumberCheckRuns.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id && row.Status == NumberCheckStatus.Running, cancellationToken);
            }
        }
        while (run is not null && await StepAsync(run, cancellationToken));
    }

    private async Task<bool> StepAsync(NumberCheckRun run, CancellationToken cancellationToken)
    {
        await using var db = database.Open(WorkspaceScope.Of(run.WorkspaceId));
        var mark = run.DoneTo ?? default;
        var people = await NumberCheckDesk.PeopleOf(db, run.ListId).Where(contact => contact.Id > mark).OrderBy(contact => contact.Id).Take(Step)
            .Select(contact => new { contact.Id, contact.Phone }).ToListAsync(cancellationToken);
        var phones = people.Select(person => person.Phone?.E164).OfType<string>().ToList();
        var results = phones.Count == 0 ? NumberResults.None : await checks.CheckAsync(run.WorkspaceId, run.Kind, phones, cancellationToken);
        var isStopped = results.Stopped is not null;

        // A step that was broken off counts when it is done again: what was told of it stands with the numbers and is not paid for twice.
        var told = isStopped ? [] : phones.Select(phone => results.Known.GetValueOrDefault(phone)).OfType<NumberCheck>().ToList();
        var mobile = told.Count(check => check.IsValid && check.LineType is LineType.Mobile or LineType.Voip);
        var invalid = told.Count(check => !check.IsValid);
        var landline = told.Count(check => check.IsValid && !NumberPlan.MayTakeTexts(check.LineType));
        var isEnd = people.Count < Step;
        var last = people.Count > 0 && !isStopped ? people[^1].Id : run.DoneTo;
        var now = time.GetUtcNow().Stored();
        var done = isStopped ? 0 : people.Count;
        await db.NumberCheckRuns.Where(row => row.Id == run.Id && row.Status == NumberCheckStatus.Running && row.Done == run.Done).ExecuteUpdateAsync(
            set => set
                .SetProperty(row => row.DoneTo, last)
                .SetProperty(row => row.Done, row => row.Done + done)
                .SetProperty(row => row.Asked, row => row.Asked + results.Asked)
                .SetProperty(row => row.Mobile, row => row.Mobile + mobile)
                .SetProperty(row => row.Landline, row => row.Landline + landline)
                .SetProperty(row => row.Invalid, row => row.Invalid + invalid)
                .SetProperty(row => row.Unknown, row => row.Unknown + done - mobile - landline - invalid)
                .SetProperty(row => row.Failure, results.Stopped)
                .SetProperty(row => row.Status, isStopped ? NumberCheckStatus.Stopped : isEnd ? NumberCheckStatus.Completed : NumberCheckStatus.Running)
                .SetProperty(row => row.FinishedAt, isStopped || isEnd ? now : null),
            cancellationToken);
        return !isStopped && !isEnd;
    }
}
