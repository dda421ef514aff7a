using Carillon.Contacts.Numbers;
using Carillon.Primitives;

namespace Carillon.Contacts;

/// <summary>Puts what people wrote into a contact's fields, or says for each field why it cannot stand there.</summary>
internal static class ContactFields
{
    /// <summary>Sets what the change gives.</summary>
    public static FieldErrors Set(Contact contact, ContactChange change, string defaultRegion)
    {
        var errors = new FieldErrors();
        SetPhone(contact, change.Phone, defaultRegion, errors);
        contact.Email = Checked(change.Email, contact.Email, "email", ContactRules.IsEmail, "This is not an e-mail address.", errors);
        contact.FirstName = Checked(change.FirstName, contact.FirstName, "firstName", IsName, $"A name has at most {ContactRules.MostInName} characters.", errors);
        contact.LastName = Checked(change.LastName, contact.LastName, "lastName", IsName, $"A name has at most {ContactRules.MostInName} characters.", errors);
        var zone = Checked(
            change.TimeZone, contact.TimeZone, "timeZone", ContactRules.IsTimeZone, "This is not the name of a time zone, such as America/New_York.", errors);
        contact.TimeZone = TimeZoneName.Of(zone) ?? zone;
        contact.Region = Checked(
            change.Region, contact.Region, "region", Regions.IsKnown, "This is not a state or province, such as US-FL or GB-ENG (ISO 3166-2).", errors);
        SetAttributes(contact, change.Attributes, errors);
        if (change.Attributes.IsGiven && !change.Region.IsGiven)
        {
            contact.Region ??= PostalRegions.Of(contact.Attributes, contact.Phone);
        }

        SetTags(contact, change.Tags, errors);
        if (errors.IsEmpty && contact.Phone is null && contact.Email is null)
        {
            errors.Add("phone", "A contact needs a phone number or an e-mail address.");
        }

        return errors;
    }

    private static void SetPhone(Contact contact, Given<string?> given, string defaultRegion, FieldErrors errors)
    {
        if (!given.IsGiven)
        {
            return;
        }

        if (string.IsNullOrWhiteSpace(given.Value))
        {
            (contact.Phone, contact.LineType) = (null, LineType.Unknown);
        }
        else if (PhoneNumber.TryParse(given.Value, defaultRegion, out var phone))
        {
            contact.LineType = contact.Phone == phone ? contact.LineType : NumberPlan.LineOf(phone);
            contact.Phone = phone;
        }
        else
        {
            errors.Add("phone", "This is not a valid phone number.");
        }
    }

    private static string? Checked(Given<string?> given, string? before, string field, Func<string, bool> fits, string message, FieldErrors errors)
    {
        if (!given.IsGiven)
        {
            return before;
        }

        var text = given.Value?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (IsStorable(text) && fits(text))
        {
            return text;
        }

        errors.Add(field, IsStorable(text) ? message : "The text holds a zero byte.");
        return before;
    }

    private static void SetAttributes(Contact contact, Given<IReadOnlyDictionary<string, AttributeValue?>?> given, FieldErrors errors)
    {
        if (!given.IsGiven)
        {
            return;
        }

        var fields = given.Value is null ? [] : new Dictionary<string, string>(contact.Attributes);
        var kinds = given.Value is null ? [] : new Dictionary<string, AttributeKind>(contact.AttributeKinds);
        foreach (var (name, value) in given.Value ?? new Dictionary<string, AttributeValue?>())
        {
            if (!ContactRules.IsAttributeName(name))
            {
                errors.Add($"attributes.{name}", $"A field's name begins with a letter and has letters, digits, hyphens and underscores, at most {ContactRules.MostInAttributeName}.");
            }
            else if (value is null)
            {
                fields.Remove(name);
                kinds.Remove(name);
            }
            else if (value.Text.Length > ContactRules.MostInAttribute || !IsStorable(value.Text))
            {
                errors.Add($"attributes.{name}", $"A value has at most {ContactRules.MostInAttribute} characters and no zero byte.");
            }
            else
            {
                fields[name] = value.Text;
                kinds.Remove(name);
                if (value.Kind is { } kind)
                {
                    kinds.Add(name, kind);
                }
            }
        }

        if (fields.Count > ContactRules.MostAttributes)
        {
            errors.Add("attributes", $"A contact has at most {ContactRules.MostAttributes} fields of its own.");
        }

        contact.Attributes = fields;
        contact.AttributeKinds = kinds;
    }

    private static void SetTags(Contact contact, Given<IReadOnlyList<string>?> given, FieldErrors errors)
    {
        if (!given.IsGiven)
        {
            return;
        }

        var tags = new List<string>();
        foreach (var tag in (given.Value ?? []).Select(tag => tag.Trim()).Where(tag => tag.Length > 0))
        {
            if (tag.Length > ContactRules.MostInTag || !IsStorable(tag))
            {
                errors.Add("tags", $"A tag has at most {ContactRules.MostInTag} characters and no zero byte.");
            }
            else if (!tags.Contains(tag, StringComparer.OrdinalIgnoreCase))
            {
                tags.Add(tag);
            }
        }

        if (tags.Count > ContactRules.MostTags)
        {
            errors.Add("tags", $"A contact has at most {ContactRules.MostTags} tags.");
        }

        contact.Tags = tags;
    }

    private static bool IsName(string text) => text.Length <= ContactRules.MostInName;

    private static bool IsStorable(string text) => !text.Contains('\0', StringComparison.Ordinal);
}
