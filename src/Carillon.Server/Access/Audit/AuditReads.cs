using System.Runtime.CompilerServices;
using Carillon.Access;
using Carillon.Access.Audit;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Access.Audit;

/// <summary>Reads the audit log for its page.</summary>
public sealed class AuditReads(CarillonDb db)
{
    private const int PageSize = 50;

    /// <summary>A page, newest first unless <paramref name="isOldestFirst"/>, and where the next begins.</summary>
    public async Task<(IReadOnlyList<AuditLine> Lines, long? Next)> ListAsync(AuditFilter filter, long? after, bool isOldestFirst, CancellationToken cancellationToken)
    {
        var place = after ?? (isOldestFirst ? 0 : long.MaxValue);
        var entries = filter.Apply(db.AuditEntries.AsNoTracking());
        var ordered = isOldestFirst
            ? entries.Where(entry => entry.Number > place).OrderBy(entry => entry.Number)
            : entries.Where(entry => entry.Number < place).OrderByDescending(entry => entry.Number);
        var rows = await ordered.Take(PageSize + 1).ToListAsync(cancellationToken);
        var names = await NamesAsync(cancellationToken);
        return ([.. rows.Take(PageSize).Select(entry => new AuditLine(entry, NameOf(entry.Actor, names), AuditEntryResponse.FactsOf(entry.Facts)))], rows.Count > PageSize ? rows[PageSize - 1].Number : null);
    }

    /// <summary>All that a filter shows, newest first, read in steps.</summary>
    public async IAsyncEnumerable<AuditLine> AllAsync(AuditFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? before = null;
        do
        {
            (var lines, before) = await ListAsync(filter, before, isOldestFirst: false, cancellationToken);
            foreach (var line in lines)
            {
                yield return line;
            }
        }
        while (before is not null);
    }

    /// <summary>Everybody who stands in the log as somebody who acted.</summary>
    public async Task<IReadOnlyList<(string Actor, string Name)>> ActorsAsync(CancellationToken cancellationToken)
    {
        var names = await NamesAsync(cancellationToken);
        var actors = await db.AuditEntries.Select(entry => entry.Actor).Distinct().Take(200).ToListAsync(cancellationToken);
        return [.. actors.Select(actor => (actor, NameOf(actor, names))).OrderBy(pair => pair.Item2, StringComparer.OrdinalIgnoreCase)];
    }

    private async Task<Dictionary<string, string>> NamesAsync(CancellationToken cancellationToken)
    {
        var (members, accounts) = (db.Memberships, db.Users);
        var people = await (from member in members join user in accounts on member.UserId equals user.Id select new { user.Id, user.Email }).ToListAsync(cancellationToken);
        return people.ToDictionary(person => $"user:{new UserId(person.Id)}", person => person.Email ?? "");
    }

    private static string NameOf(string actor, Dictionary<string, string> names) =>
        names.TryGetValue(actor, out var email) ? email
        : actor.StartsWith("key:", StringComparison.Ordinal) ? $"Key {actor[4..]}"
        : actor == WorkspaceScope.System ? "Carillon itself"
        : actor.StartsWith("user:", StringComparison.Ordinal) ? "Somebody who left" : actor;
}

/// <summary>An entry as its page shows it.</summary>
public sealed record AuditLine(AuditEntry Entry, string Who, IReadOnlyDictionary<string, string> Facts);
