using System.Text.Json;
using Carillon.Contacts.Imports;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;

namespace Carillon.Server.Contacts;

/// <summary>Reads what the edge says about an import.</summary>
internal static class ImportInput
{
    /// <summary>The order in an upload's form; notes what cannot be read.</summary>
    public static ImportOrder Read(IFormFile? file, string? options, InputErrors errors)
    {
        if (file is null)
        {
            errors.Add("file", "is required: a form part of this name with the file");
        }

        if (string.IsNullOrWhiteSpace(options))
        {
            return new ImportOrder();
        }

        try
        {
            var request = JsonSerializer.Deserialize<ImportRequest>(options, ApiJson.Options);
            return request is null ? new ImportOrder() : OrderOf(request, errors);
        }
        catch (JsonException wrong) when (JsonProblems.IsMalformed(wrong))
        {
            errors.Add("options", "must be JSON");
        }
        catch (JsonException wrong)
        {
            JsonProblems.Note(errors, wrong, "options");
        }

        return new ImportOrder();
    }

    /// <summary>The refusal of a file that is too large.</summary>
    public static InvalidProblem TooLarge(ImportOutcome.TooLarge tooLarge) =>
        ApiProblem.Invalid("file", $"is larger than {tooLarge.MostBytes / 1024 / 1024} MB; load it in parts");

    private static ImportOrder OrderOf(ImportRequest request, InputErrors errors) => new()
    {
        ListName = request.ListName,
        ListId = request.ListId,
        Mapping = MappingOf(request.Mapping, errors),
        IsMappingRemembered = request.Mapping is { ValueKind: JsonValueKind.String } word && word.GetString() is "saved",
        IsDryRun = request.DryRun ?? false,
        DefaultRegion = request.DefaultRegion,
        OnDuplicate = request.OnDuplicate ?? OnDuplicate.FillBlanks,
        Validation = request.Validation,
        IsMobileOnly = request.MobileOnly ?? false,
        Consent = request.Consent is null ? null : new ImportConsent(request.Consent.Sms, request.Consent.Source),
    };

    private static Dictionary<string, string>? MappingOf(JsonElement? mapping, InputErrors errors)
    {
        switch (mapping?.ValueKind)
        {
            case null or JsonValueKind.Null:
            case JsonValueKind.String when mapping.Value.GetString() is "auto" or "saved":
                return null;
            case JsonValueKind.Object:
                var fields = new Dictionary<string, string>();
                foreach (var column in mapping.Value.EnumerateObject())
                {
                    if (column.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
                    {
                        errors.Add($"options.mapping.{column.Name}", "must be the name of a field, or null to leave the column out");
                        continue;
                    }

                    fields[column.Name] = column.Value.GetString() ?? "ignore";
                }

                return fields;
            default:
                errors.Add("options.mapping", "must be \"auto\", \"saved\" or an object that names a field for each column");
                return null;
        }
    }
}

/// <summary>How to load a file; what is left out has the usual meaning.</summary>
/// <param name="ListName">The list that its people join; made when there is none of this name.</param>
/// <param name="ListId">Or the id of one.</param>
/// <param name="Mapping"><c>auto</c>; <c>saved</c>: as was said of the last file with this header, else <c>auto</c>; or for each column of the file the field it fills.</param>
/// <param name="DefaultRegion">The country of numbers without a code; left out: the workspace's.</param>
/// <param name="OnDuplicate">What happens to people whose number is known; left out: <c>fillBlanks</c>.</param>
/// <param name="Validation">How numbers are checked: <c>offline</c>, <c>numverify</c> or <c>twilioLookup</c>; left out: <c>offline</c>.</param>
/// <param name="MobileOnly">Whether rows are left aside whose number is known to be no mobile one; they count as skipped.</param>
/// <param name="Consent">A declared agreement to marketing texts.</param>
/// <param name="DryRun">Whether everything is only read and counted: nobody is stored, no list is made, no provider is asked.</param>
public sealed record ImportRequest(
    string? ListName = null,
    ContactListId? ListId = null,
    JsonElement? Mapping = null,
    string? DefaultRegion = null,
    OnDuplicate? OnDuplicate = null,
    string? Validation = null,
    bool? MobileOnly = null,
    ImportConsentRequest? Consent = null,
    bool? DryRun = null);

/// <summary>A declared agreement.</summary>
/// <param name="Sms">For texts: <c>subscribed</c>.</param>
/// <param name="Source">Where and how the people agreed.</param>
public sealed record ImportConsentRequest(string? Sms = null, string? Source = null);
