using System.Text.Json;
using System.Text.Json.Serialization;
using Carillon.Access;
using Carillon.Compliance.Content;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Carillon.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Campaigns.Templates;

/// <summary>What a body becomes for one person, and what it costs.</summary>
public static class TemplatePreviewApi
{
    /// <summary>Maps it.</summary>
    public static RouteGroupBuilder MapTemplatePreview(this RouteGroupBuilder api)
    {
        api.MapPost("/templates/preview", PreviewAsync).Needs(ApiScope.Write);
        return api;
    }

    private static async Task<Results<Ok<PreviewResponse>, InvalidProblem>> PreviewAsync(PreviewRequest request, CarillonDb db, CancellationToken cancellationToken)
    {
        if (request.Body is not { } body)
        {
            return ApiProblem.Invalid("body", "is required");
        }

        if (request is { ContactId: not null, Sample: not null })
        {
            return ApiProblem.Invalid("sample", "give a contactId or a sample, not both");
        }

        var contact = request.ContactId is { } id ? await db.Set<Contact>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) : null;
        if (request.ContactId is not null && contact is null)
        {
            return ApiProblem.Invalid("contactId", "there is no such contact");
        }

        var reading = MessageTemplate.Parse(body, "brand");
        if (reading is TemplateReading.Refused refused)
        {
            return ApiProblem.Invalid("body", refused.Message, "template-syntax");
        }

        var template = ((TemplateReading.Parsed)reading).Template; // a body is read or refused
        var workspace = await db.Set<Workspace>().AsNoTracking().SingleAsync(row => row.Id == db.Workspace, cancellationToken);
        var brand = workspace.Brand.Name ?? workspace.Name;
        var rendered = template.Render(new SampleValues(contact is null ? SampleOf(request, brand) : ValuesOf(contact, brand)));
        var smart = request.SmartEncoding == true ? SmartEncoding.On : SmartEncoding.Off;
        return TypedResults.Ok(Answer(rendered, SmsText.Analyse(rendered.Text, smart), TextNormalisation.ChangesOnSaving(body), ContentLint.Check(new ContentDraft
        {
            Body = body,
            Rendered = rendered.Text,
            Brand = brand,
            UnknownFields = template.UnknownVariables,
            IsMarketing = request.Purpose is not Purpose.Transactional,
            SmartEncoding = smart,
        })));
    }

    private static PreviewResponse Answer(RenderedText rendered, SmsAnalysis analysis, IReadOnlyList<string> changes, IReadOnlyList<ContentFinding> findings) => new(
        analysis.Body,
        rendered.Missing,
        analysis.Encoding.ApiName,
        analysis.Segments,
        analysis.Units,
        [.. changes, .. findings.Select(finding => finding.Message)],
        findings,
        analysis.Substitutions);

    private static Dictionary<string, string?> SampleOf(PreviewRequest request, string brand)
    {
        var values = new Dictionary<string, string?> { ["brand"] = brand };
        foreach (var (name, value) in request.Sample ?? [])
        {
            if (value.ValueKind == JsonValueKind.Object)
            {
                foreach (var inner in value.EnumerateObject())
                {
                    values[$"{name}.{inner.Name}"] = inner.Value.ToString();
                }
            }
            else
            {
                values[name] = value.ValueKind == JsonValueKind.Null ? null : value.ToString();
            }
        }

        return values;
    }

    private static Dictionary<string, string?> ValuesOf(Contact contact, string brand)
    {
        var values = new Dictionary<string, string?>
        {
            ["brand"] = brand,
            ["first_name"] = contact.FirstName,
            ["last_name"] = contact.LastName,
            ["email"] = contact.Email,
            ["phone"] = contact.Phone?.E164,
            ["time_zone"] = contact.TimeZone,
            ["region"] = contact.Region,
        };
        foreach (var (name, value) in contact.Attributes)
        {
            values[$"attributes.{name}"] = value;
        }

        return values;
    }
}

/// <summary>A body to be tried.</summary>
/// <param name="Body">The template.</param>
/// <param name="ContactId">The person to try it with, or</param>
/// <param name="Sample">values by name; custom fields under <c>attributes</c>.</param>
/// <param name="SmartEncoding">Whether typographic characters are replaced where that makes the text cheaper.</param>
/// <param name="Purpose">What it is for; <c>marketing</c> when absent.</param>
public sealed record PreviewRequest(
    [property: JsonConverter(typeof(BodyTextConverter))] string? Body = null, ContactId? ContactId = null, Dictionary<string, JsonElement>? Sample = null, bool? SmartEncoding = null,
    Purpose? Purpose = null);

/// <summary>What a body becomes.</summary>
/// <param name="Rendered">The words as they would be sent.</param>
/// <param name="Missing">Names that had no value and no default.</param>
/// <param name="Encoding"><c>GSM-7</c> or <c>UCS-2</c>.</param>
/// <param name="Segments">Billing parts.</param>
/// <param name="Units">Septets or code units.</param>
/// <param name="Warnings">What saving would change, what makes it dear, and what is wrong with its words.</param>
/// <param name="Findings">The same of its words, each with rule, weight, place and, where there is one, the mended text.</param>
/// <param name="Substitutions">What smart encoding replaced.</param>
public sealed record PreviewResponse(
    string Rendered,
    IReadOnlyList<string> Missing,
    string Encoding,
    int Segments,
    int Units,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<ContentFinding> Findings,
    IReadOnlyList<SmsSubstitution> Substitutions);
