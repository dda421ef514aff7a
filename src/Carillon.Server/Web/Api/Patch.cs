using System.Reflection;
using System.Text.Json;
using Carillon.Server.Web.Problems;
using Microsoft.AspNetCore.Http.Metadata;

namespace Carillon.Server.Web.Api;

/// <summary>
/// The body of a PATCH: a merge patch (RFC 7396), read field by field. What is absent stays, null clears, anything else is the
/// new value. When all fields a handler knows have been asked for, <see cref="IsRefused"/> notes those nobody asked for.
/// </summary>
public sealed class Patch : IEndpointParameterMetadataProvider
{
    private const string MergePatch = "application/merge-patch+json";
    private readonly JsonElement _body;
    private readonly string _path;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    private Patch(JsonElement body, string path, InputErrors errors) => (_body, _path, Errors) = (body, path, errors);

    /// <summary>What is wrong so far; handlers add their own findings.</summary>
    public InputErrors Errors { get; }

    /// <summary>Reads the request's body; what is no object is refused at the edge.</summary>
    public static async ValueTask<Patch> BindAsync(HttpContext context)
    {
        try
        {
            return Of(await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body, ApiJson.Options, context.RequestAborted));
        }
        catch (JsonException wrong)
        {
            // As the framework wraps what it cannot read itself; the edge says what is wrong.
            throw new BadHttpRequestException("The body is no merge patch.", wrong);
        }
    }

    /// <summary>A patch of a JSON object.</summary>
    public static Patch Of(JsonElement body) => body.ValueKind is JsonValueKind.Object
        ? new Patch(body, "", new InputErrors())
        : throw new JsonInputException("must be an object with the fields to change");

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata([MergePatch, "application/json"], typeof(JsonElement)));

    /// <summary>A field that always has a value: null is an error.</summary>
    public Change<T> Read<T>(string field)
    {
        if (!TryFind(field, out var value))
        {
            return Change<T>.None;
        }

        if (value.ValueKind is JsonValueKind.Null)
        {
            Errors.Add(PathOf(field), "must not be null");
            return Change<T>.None;
        }

        return ReadValue<T>(field, value);
    }

    /// <summary>A field that may be cleared: null is a new value.</summary>
    /// <typeparam name="T">The nullable type.</typeparam>
    public Change<T?> ReadOrNull<T>(string field) =>
        !TryFind(field, out var value) ? Change<T?>.None
        : value.ValueKind is JsonValueKind.Null ? Change<T?>.To(default)
        : ReadValue<T?>(field, value);

    /// <summary>A text that must not be empty, trimmed.</summary>
    public Change<string> Text(string field, int mostLetters)
    {
        var text = Read<string>(field);
        return text.IsPresent ? Change<string>.To(Errors.Text(PathOf(field), text.Value, mostLetters)) : text;
    }

    /// <summary>A text that null or an empty text clears, trimmed.</summary>
    public Change<string?> TextOrNull(string field, int mostLetters)
    {
        var text = ReadOrNull<string>(field);
        return text.IsPresent ? Change<string?>.To(Errors.OptionalText(PathOf(field), text.Value, mostLetters)) : text;
    }

    /// <summary>An object inside, itself a merge patch; null: not named, or named as null (ask <see cref="IsCleared"/>).</summary>
    public Patch? Inside(string field)
    {
        if (!TryFind(field, out var value) || value.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind is not JsonValueKind.Object)
        {
            Errors.Add(PathOf(field), "must be an object");
            return null;
        }

        return new Patch(value, PathOf(field), Errors);
    }

    /// <summary>Whether the patch sets the field to null.</summary>
    public bool IsCleared(string field) => TryFind(field, out var value) && value.ValueKind is JsonValueKind.Null;

    /// <summary>The names the patch has, for objects whose names are the caller's own (attributes).</summary>
    public IReadOnlyList<string> Names() => [.. _body.EnumerateObject().Select(member => member.Name)];

    /// <summary>The whole path of a field, for a handler's own findings.</summary>
    public string PathOf(string field) => _path.Length is 0 ? field : $"{_path}.{field}";

    /// <summary>Notes the fields nobody asked for, and says whether anything is wrong. Call it for objects inside first.</summary>
    public bool IsRefused()
    {
        foreach (var name in Names().Where(name => !_asked.Contains(name)))
        {
            Errors.Add(PathOf(name), JsonProblems.NotKnown, InputErrors.UnknownField);
        }

        return Errors.Any;
    }

    private Change<T> ReadValue<T>(string field, JsonElement value)
    {
        try
        {
            return Change<T>.To(value.Deserialize<T>(ApiJson.Options)!); // null was taken apart before
        }
        catch (JsonException wrong)
        {
            JsonProblems.Note(Errors, wrong, PathOf(field));
            return Change<T>.None;
        }
    }

    private bool TryFind(string field, out JsonElement value)
    {
        _asked.Add(field);
        return _body.TryGetProperty(field, out value);
    }
}
