using Carillon.Primitives;

namespace Carillon.Contacts;

/// <summary>Fields to set on a contact, as people write them. What is not given stays; null empties.</summary>
public sealed record ContactChange
{
    /// <summary>The number, in any human form.</summary>
    public Given<string?> Phone { get; init; }

    /// <summary>The e-mail address.</summary>
    public Given<string?> Email { get; init; }

    /// <summary>First name.</summary>
    public Given<string?> FirstName { get; init; }

    /// <summary>Last name.</summary>
    public Given<string?> LastName { get; init; }

    /// <summary>Own fields to set; a null value removes the field, those not named stay. Null as a whole removes all.</summary>
    public Given<IReadOnlyDictionary<string, AttributeValue?>?> Attributes { get; init; }

    /// <summary>IANA time zone.</summary>
    public Given<string?> TimeZone { get; init; }

    /// <summary>State of residence, <c>US-FL</c>.</summary>
    public Given<string?> Region { get; init; }

    /// <summary>All tags.</summary>
    public Given<IReadOnlyList<string>?> Tags { get; init; }

    /// <summary>All lists that the contact is to be on.</summary>
    public Given<IReadOnlyList<ContactListId>?> Lists { get; init; }
}

/// <summary>What became of a change to a contact.</summary>
public abstract record ContactOutcome
{
    private ContactOutcome()
    {
    }

    /// <summary>It was made.</summary>
    /// <param name="Contact">The contact as it is now.</param>
    public sealed record Saved(ContactView Contact) : ContactOutcome;

    /// <summary>There is no such contact here.</summary>
    public sealed record NotFound : ContactOutcome;

    /// <summary>The number belongs to somebody else.</summary>
    /// <param name="Owner">Whose it is.</param>
    public sealed record PhoneInUse(ContactId Owner) : ContactOutcome;

    /// <summary>Fields cannot be taken as given.</summary>
    /// <param name="Errors">By the field's name at the edge, what is wrong with it.</param>
    public sealed record Invalid(FieldErrors Errors) : ContactOutcome;
}
