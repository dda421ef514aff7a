using Carillon.Contacts;
using Carillon.Text;

namespace Carillon.Server.Receiving.Conversations;

/// <summary>A person's values as a saved reply fills them in.</summary>
internal sealed class ThreadValues(Contact contact, string brand) : ITemplateValues
{
    private const string AttributePrefix = "attributes.";

    /// <inheritdoc/>
    public string? Find(string name) => name switch
    {
        "brand" => brand,
        "first_name" => PrintedName.Of(contact.FirstName),
        "last_name" => PrintedName.Of(contact.LastName),
        "email" => contact.Email,
        "phone" => contact.Phone?.E164,
        "time_zone" => contact.TimeZone,
        "region" => contact.Region,
        _ when name.StartsWith(AttributePrefix, StringComparison.Ordinal) => contact.Attributes.GetValueOrDefault(name[AttributePrefix.Length..]),
        _ => null,
    };
}
