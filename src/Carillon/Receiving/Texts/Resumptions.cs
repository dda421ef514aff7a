using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Primitives;
using Carillon.Receiving.Callbacks;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Receiving.Texts;

/// <summary>
/// Since when a person's wish to be texted again counts.
/// <para>
/// It counts from the instant that the provider tells, however old: a START that is delivered again long afterwards lifts no STOP
/// said after it. A STOP that is told to be from the same instant or before, and came before it, stands against nobody, although it
/// counts from its receipt: then the order in which the two arrived decides.
/// </para>
/// </summary>
internal sealed class Resumptions(Database database)
{
    /// <summary>The instant to compare with opt-outs; in the caller's write transaction.</summary>
    public async Task<DateTimeOffset> SaidAtAsync(CarillonDb db, HeardText heard, CancellationToken cancellationToken)
    {
        var told = CallbackIntake.ToldAt(heard.Text.At, heard.ReceivedAt);
        if ((await AgainstAsync(db, heard, told, cancellationToken)).Count == 0)
        {
            return told;
        }

        // No opt-out comes in between this look and the wish.
        await database.Dialect.LockWishesAsync(db.Database.GetDbConnection(), heard.Workspace, exclusive: true, cancellationToken);
        var against = await AgainstAsync(db, heard, told, cancellationToken);
        against.ExceptWith(await EarlierTextsAsync(db, heard, told, against, cancellationToken));
        return against.Count == 0 ? heard.ReceivedAt : told;
    }

    /// <summary>The instants of the number's opt-outs that are not older.</summary>
    private static async Task<HashSet<DateTimeOffset>> AgainstAsync(CarillonDb db, HeardText heard, DateTimeOffset told, CancellationToken cancellationToken)
    {
        var number = heard.Text.From;
        var said = await db.ConsentEvents
            .Where(x => x.WorkspaceId == heard.Workspace && x.Phone == number && x.Channel == Channel.Sms && x.Kind == ConsentEventKind.OptOut && x.At >= told)
            .Select(x => x.At)
            .ToListAsync(cancellationToken);
        var standing = await db.Suppressions
            .Where(x => x.WorkspaceId == heard.Workspace && x.Phone == number && x.Channel == Channel.Sms && x.Reason == SkipReason.OptedOut && x.At >= told)
            .Select(x => x.At)
            .ToListAsync(cancellationToken);
        return [.. said, .. standing];
    }

    /// <summary>The instants of those among them that came in texts before this one, and are told to have been written no later.</summary>
    private static async Task<IReadOnlyList<DateTimeOffset>> EarlierTextsAsync(
        CarillonDb db, HeardText heard, DateTimeOffset told, HashSet<DateTimeOffset> against, CancellationToken cancellationToken)
    {
        var (number, instants, isTie) = (heard.Text.From, against.ToList(), against.Contains(told));
        var contents = await db.ProviderEvents
            .Where(x => x.WorkspaceId == heard.Workspace && x.Number == number && x.ReceivedAt < heard.ReceivedAt
                && (instants.Contains(x.ReceivedAt) || (isTie && x.ReceivedAt >= told)))
            .Select(x => new { x.Content, x.ReceivedAt })
            .ToListAsync(cancellationToken);
        return
        [
            .. contents.Select(row => (row.ReceivedAt, Content: EventContent.TryParse(row.Content)))
                .Where(row => row.Content is { OptOut: not null, Text: not null } && CallbackIntake.ToldAt(row.Content.Text.At, row.ReceivedAt) <= told)
                .Select(row => CallbackIntake.HeardAt(row.Content!.Text!.At, row.ReceivedAt)), // both are there by the condition above
        ];
    }
}
