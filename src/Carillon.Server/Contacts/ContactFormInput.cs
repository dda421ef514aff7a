using Carillon.Contacts;
using Carillon.Primitives;

namespace Carillon.Server.Contacts;

/// <summary>What the form of a person sends.</summary>
public sealed class ContactFormInput
{
    public string? FirstName { get; set; }

    public string? LastName { get; set; }

    public string? Phone { get; set; }

    public string? Email { get; set; }

    public string? TimeZone { get; set; }

    public string? Region { get; set; }

    /// <summary>Separated by commas.</summary>
    public string? Tags { get; set; }

    public List<string> Lists { get; set; } = [];

    /// <summary>The form of a person who is known.</summary>
    public static ContactFormInput Of(ContactView contact) => new()
    {
        FirstName = contact.FirstName,
        LastName = contact.LastName,
        Phone = contact.Phone?.E164,
        Email = contact.Email,
        TimeZone = contact.TimeZone,
        Region = contact.Region,
        Tags = string.Join(", ", contact.Tags),
        Lists = [.. contact.Lists.Select(list => list.ToString())],
    };

    /// <summary>The change that the form asks for.</summary>
    public ContactChange ToChange()
    {
        List<ContactListId> lists = [];
        foreach (var text in Lists)
        {
            if (Id.TryParse<ContactListId>(text, out var list))
            {
                lists.Add(list);
            }
        }

        return new ContactChange
        {
            FirstName = FirstName,
            LastName = LastName,
            Phone = Phone,
            Email = Email,
            TimeZone = TimeZone,
            Region = Region,
            Tags = new List<string>((Tags ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
            Lists = lists,
        };
    }
}

/// <summary>Why a contact was not saved, by field, for people.</summary>
internal static class ContactProblems
{
    public static IReadOnlyDictionary<string, string[]> Of(ContactOutcome outcome) => outcome switch
    {
        ContactOutcome.Invalid invalid => invalid.Errors.ByField,
        ContactOutcome.PhoneInUse => new Dictionary<string, string[]> { ["phone"] = ["Another contact has this number. Search for it and change that one."] },
        ContactOutcome.NotFound => new Dictionary<string, string[]> { ["contact"] = ["The contact was deleted in the meantime."] },
        _ => new Dictionary<string, string[]>(),
    };
}
