using System.Runtime.CompilerServices;
using System.Text.Json;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Server.Access;
using Carillon.Server.Web.Api;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carillon.Server.Contacts;

/// <summary>The people whom the page of contacts shows, as a file for people who are signed in.</summary>
public static class ContactsDownload
{
    private const int PageSize = 500;

    private static readonly string[] Header =
        ["id", "phone", "firstName", "lastName", "email", "status", "consentSms", "timeZone", "region", "tags", "lists", "attributes", "createdAt", "lastContactedAt"];

    /// <summary>Maps it beside the page.</summary>
    public static void MapContactsDownload(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/contacts.csv", Write).GivesFile("contacts").WithMetadata(new AuthorizeAttribute()).ExcludeFromDescription();

    private static PushStreamHttpResult Write(HttpRequest request, string? q, string? list, string? segment, string? import, string? part, ContactDirectory people, ListBook lists, CancellationToken cancellationToken)
    {
        var search = new ContactSearch
        {
            Text = q,
            List = Id.TryParse<ContactListId>(list, out var listId) ? listId : null,
            Segment = Id.TryParse<SegmentId>(segment, out var segmentId) ? segmentId : null,
            Import = Id.TryParse<ImportId>(import, out var importId) ? importId : null,
            IsChangedByImport = part is "changed",
            Limit = PageSize,
        };
        IReadOnlyList<ContactId> named = [.. request.Query["id"].Select(text => Id.TryParse<ContactId>(text, out var one) ? one : (ContactId?)null).OfType<ContactId>().Distinct()];
        return CsvFile.Of("contacts.csv", Header, RowsAsync(named.Count > 0 ? NamedAsync(named, people, cancellationToken) : FoundAsync(search, people, cancellationToken), lists, cancellationToken), cancellationToken);
    }

    private static async IAsyncEnumerable<IReadOnlyList<string?>> RowsAsync(IAsyncEnumerable<ContactView> people, ListBook lists, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var names = (await lists.NamesAsync(500, cancellationToken)).ToDictionary(list => list.Id, list => list.Name);
        await foreach (var person in people.WithCancellation(cancellationToken))
        {
            yield return
            [
                person.Id.ToString(), person.Phone?.E164, person.FirstName, person.LastName, person.Email, ApiJson.NameOf(person.Status), ApiJson.NameOf(person.Consent.Sms),
                person.TimeZone, person.Region, string.Join("; ", person.Tags), string.Join("; ", person.Lists.Select(id => names.GetValueOrDefault(id) ?? id.ToString())),
                person.Attributes.Count == 0 ? null : JsonSerializer.Serialize(person.Attributes, ApiJson.Options), CsvFile.At(person.CreatedAt), CsvFile.At(person.LastContactedAt),
            ];
        }
    }

    /// <summary>People who were ticked.</summary>
    private static async IAsyncEnumerable<ContactView> NamedAsync(IReadOnlyList<ContactId> ids, ContactDirectory people, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var page in ids.Chunk(PageSize))
        {
            foreach (var person in await people.FindAsync(page, cancellationToken))
            {
                yield return person;
            }
        }
    }

    private static async IAsyncEnumerable<ContactView> FoundAsync(ContactSearch search, ContactDirectory people, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (ContactPlace? after = null; ;)
        {
            var page = await people.ListAsync(search with { After = after }, cancellationToken);
            foreach (var person in page.Items)
            {
                yield return person;
            }

            if ((after = page.Next) is null)
            {
                yield break;
            }
        }
    }
}
