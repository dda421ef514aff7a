using System.Text.Json;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;

namespace Carillon.Server.Contacts;

/// <summary>Reads what the edge says about people into changes that the room understands.</summary>
internal static class ContactInput
{
    /// <summary>The fields of a person to be added.</summary>
    public static ContactChange Of(ContactRequest request, InputErrors errors) => new()
    {
        Phone = request.Phone,
        Email = request.Email,
        FirstName = request.FirstName,
        LastName = request.LastName,
        Attributes = request.Attributes?.ToDictionary(field => field.Key, field => Value($"attributes.{field.Key}", field.Value, errors)),
        TimeZone = request.TimeZone,
        Region = request.Region,
        Tags = Given<IReadOnlyList<string>?>.Of(request.Tags),
        Lists = request.Lists is null ? default : Given<IReadOnlyList<ContactListId>?>.Of(request.Lists),
    };

    /// <summary>The fields of a merge patch.</summary>
    public static ContactChange Of(Patch patch) => new()
    {
        Phone = Brought(patch.ReadOrNull<string>("phone")),
        Email = Brought(patch.ReadOrNull<string>("email")),
        FirstName = Brought(patch.ReadOrNull<string>("firstName")),
        LastName = Brought(patch.ReadOrNull<string>("lastName")),
        Attributes = Attributes(patch),
        TimeZone = Brought(patch.ReadOrNull<string>("timeZone")),
        Region = Brought(patch.ReadOrNull<string>("region")),
        Tags = Brought(patch.ReadOrNull<IReadOnlyList<string>>("tags")),
        Lists = Brought(patch.ReadOrNull<IReadOnlyList<ContactListId>>("lists")),
    };

    /// <summary>What a room found wrong, as a refusal.</summary>
    public static InvalidProblem ToProblem(this FieldErrors found)
    {
        var errors = new InputErrors();
        foreach (var (field, messages) in found.ByField)
        {
            foreach (var message in messages)
            {
                errors.Add(field, message, found.Unknown.Contains(field) ? InputErrors.UnknownField : InputErrors.Invalid);
            }
        }

        return ApiProblem.Invalid(errors);
    }

    private static Given<T?> Brought<T>(Change<T?> change) => change.IsPresent ? Given<T?>.Of(change.Value) : default;

    private static Given<IReadOnlyDictionary<string, AttributeValue?>?> Attributes(Patch patch)
    {
        if (patch.IsCleared("attributes"))
        {
            return Given<IReadOnlyDictionary<string, AttributeValue?>?>.Of(null);
        }

        if (patch.Inside("attributes") is not { } fields)
        {
            return default;
        }

        var values = new Dictionary<string, AttributeValue?>();
        foreach (var name in fields.Names().Distinct())
        {
            var value = fields.ReadOrNull<JsonElement?>(name);
            values[name] = value.Value is { } element ? Value(fields.PathOf(name), element, patch.Errors) : null;
        }

        return values;
    }

    /// <summary>Own fields are texts, numbers, or yes or no; what comes back has the form it was given in.</summary>
    private static AttributeValue? Value(string path, JsonElement value, InputErrors errors)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                return null;
            case JsonValueKind.String:
                return value.Deserialize<string>(ApiJson.Options) is { } text ? new AttributeValue(text) : null;
            case JsonValueKind.Number:
                return new AttributeValue(value.GetRawText(), AttributeKind.Number);
            case JsonValueKind.True or JsonValueKind.False:
                return new AttributeValue(value.GetRawText(), AttributeKind.YesNo);
            case JsonValueKind.Undefined or JsonValueKind.Object or JsonValueKind.Array:
            default:
                errors.Add(path, "must be text, a number or true or false");
                return null;
        }
    }
}
