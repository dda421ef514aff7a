using System.Text.Json;
using Carillon.Compliance.Consent;
using Carillon.Contacts;
using Carillon.Primitives;

namespace Carillon.Server.Contacts;

/// <summary>A person.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Phone">E.164 number.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="FirstName">First name.</param>
/// <param name="LastName">Last name.</param>
/// <param name="Attributes">Fields of the workspace's own: texts, numbers, true or false, as they were given.</param>
/// <param name="TimeZone">IANA zone, as stated.</param>
/// <param name="Region">State of residence, as stated.</param>
/// <param name="Tags">Tags.</param>
/// <param name="Lists">The static lists that the person was put on; who is on a dynamic one is asked of the list.</param>
/// <param name="Status">Whether the number answers.</param>
/// <param name="Consent">Consent to marketing by medium.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="LastContactedAt">When a message was last accepted for it.</param>
/// <param name="LastRepliedAt">When the person last wrote.</param>
/// <param name="LineType">What kind of line the number is, as far as it is known.</param>
/// <param name="EngagementScore">How much the person takes part, 0 to 100, as of this moment.</param>
public sealed record ContactResponse(
    ContactId Id,
    PhoneNumber? Phone,
    string? Email,
    string? FirstName,
    string? LastName,
    IReadOnlyDictionary<string, JsonElement> Attributes,
    string? TimeZone,
    string? Region,
    IReadOnlyList<string> Tags,
    IReadOnlyList<ContactListId> Lists,
    ContactStatus Status,
    ConsentResponse Consent,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastContactedAt,
    DateTimeOffset? LastRepliedAt,
    LineType LineType,
    double EngagementScore)
{
    internal static ContactResponse Of(ContactView contact) => new(
        contact.Id,
        contact.Phone,
        contact.Email,
        contact.FirstName,
        contact.LastName,
        contact.Attributes.ToDictionary(
            field => field.Key,
            field => AttributeValue.Element(field.Value, contact.AttributeKinds.TryGetValue(field.Key, out var kind) ? kind : null)),
        contact.TimeZone,
        contact.Region,
        contact.Tags,
        contact.Lists,
        contact.Status,
        new ConsentResponse(contact.Consent.Sms, contact.Consent.Email, contact.Consent.Voice),
        contact.CreatedAt,
        contact.LastContactedAt,
        contact.LastRepliedAt,
        contact.LineType,
        contact.EngagementScore);
}

/// <summary>Consent to marketing by medium.</summary>
/// <param name="Sms">For texts.</param>
/// <param name="Email">For mail.</param>
/// <param name="Voice">For calls.</param>
public sealed record ConsentResponse(ConsentStatus Sms, ConsentStatus Email, ConsentStatus Voice);
