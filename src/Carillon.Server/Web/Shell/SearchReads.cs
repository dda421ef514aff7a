using Carillon.Campaigns;
using Carillon.Contacts;
using Carillon.Server.Campaigns;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Web.Shell;

/// <summary>Finds people, campaigns and pages by words, for the box that Ctrl+K opens.</summary>
public sealed class SearchReads(CarillonDb db, ContactDirectory people)
{
    private const int MostOfEach = 6;

    private static readonly Found[] Pages =
    [
        new("Page", "Home", "What needs a person", "/"),
        new("Page", "New campaign", "Write and send", "/campaigns/new"),
        new("Page", "Campaigns", "All of them", "/campaigns"),
        new("Page", "Calendar", "Campaigns by month", "/campaigns/calendar"),
        new("Page", "Contacts", "People and their numbers", "/contacts"),
        new("Page", "Add a contact", "By hand", "/contacts/new"),
        new("Page", "Import contacts", "From a file", "/contacts/import"),
        new("Page", "Lists", "People put together", "/lists"),
        new("Page", "Inbox", "What people write back", "/inbox"),
        new("Page", "Saved replies", "Words used again", "/inbox/replies"),
        new("Page", "Compliance", "Consent, opt-outs and hours", "/compliance"),
        new("Page", "Operations", "Health, queue, webhook events", "/operations"),
        new("Page", "Notifications", "What happened by itself", "/notifications"),
        new("Page", "Senders and accounts", "How texts leave", "/accounts"),
        new("Page", "Sender pools", "Senders that share the work", "/pools"),
        new("Page", "Settings", "The business, time zone, quiet hours, retention", "/settings"),
        new("Page", "API keys", "For programs", "/settings/keys"),
        new("Page", "Users", "Who may come in, second factor, invitations", "/settings/users"),
        new("Page", "You", "Password, authenticator app, passkeys, sessions", "/settings/you"),
        new("Page", "Audit log", "Who did what", "/settings/audit"),
        new("Page", "Backup", "One file with everything", "/settings/backup"),
        new("Page", "Segments", "Saved filters", "/segments"),
        new("Page", "Duplicates", "People who seem to be one", "/contacts/duplicates"),
        new("Page", "Suppressed numbers", "Opt-outs, do-not-call lists, landlines", "/compliance/suppressions"),
        new("Page", "Texts to read", "That may be opt-outs", "/compliance/reviews"),
        new("Page", "Rules", "Legal hours, caps, your own", "/compliance/rules"),
        new("Page", "Consent events", "The ledger, by number", "/compliance/ledger"),
        new("Page", "Opt-out report", "By day, campaign, keyword and method", "/compliance/opt-outs"),
        new("Page", "Decisions", "Why somebody was not texted", "/compliance/decisions"),
        new("Page", "Sign-up forms", "How people join", "/compliance/forms"),
        new("Page", "Keywords", "Words of your own by which people join or leave", "/compliance/keywords"),
        new("Page", "Texts", "Everything from us, by state, day and sender", "/operations/texts"),
        new("Page", "Messages in doubt", "That a person has to settle", "/operations/in-doubt"),
        new("Page", "Webhook events", "What providers told", "/operations/webhook-events"),
        new("Page", "Parts of pages", "For those who build them", "/design"),
    ];

    /// <summary>At most a few of each kind; without words, the pages.</summary>
    public async Task<IReadOnlyList<Found>> FindAsync(string? q, CancellationToken cancellationToken)
    {
        var words = (q ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var pages = Pages.Where(page => words.All(word => page.Title.Contains(word, StringComparison.OrdinalIgnoreCase) || page.Detail.Contains(word, StringComparison.OrdinalIgnoreCase)));
        if (words.Length == 0)
        {
            return [.. pages.Take(8)];
        }

        var campaigns = db.Campaigns.AsNoTracking();
        foreach (var word in words.Take(5))
        {
            var pattern = $"%{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal).ToLowerInvariant()}%";
#pragma warning disable CA1304, CA1311 // Becomes SQL: the database's own lower().
            campaigns = campaigns.Where(row => EF.Functions.Like(row.Name.ToLower(), pattern, "\\"));
#pragma warning restore CA1304, CA1311
        }

        var named = await campaigns.OrderByDescending(row => row.CreatedAt).Take(MostOfEach).Select(row => new { row.Id, row.Name, row.Status }).ToListAsync(cancellationToken);
        var found = await people.ListAsync(new ContactSearch { Text = q, Limit = MostOfEach }, cancellationToken);
        return
        [
            .. named.Select(row => new Found("Campaign", row.Name, CampaignWords.Of(row.Status), row.Status == CampaignStatus.Draft ? $"/campaigns/{row.Id}/edit" : $"/campaigns/{row.Id}")),
            .. found.Items.Select(person => new Found("Contact", person.DisplayName, person.Phone?.E164 ?? person.Email ?? "", $"/contacts/{person.Id}")),
            .. pages.Take(MostOfEach),
        ];
    }
}

/// <summary>Something found.</summary>
/// <param name="Kind">What it is, in a word.</param>
/// <param name="Title">Its name.</param>
/// <param name="Detail">What tells it apart.</param>
/// <param name="Href">Where it is.</param>
public sealed record Found(string Kind, string Title, string Detail, string Href);
