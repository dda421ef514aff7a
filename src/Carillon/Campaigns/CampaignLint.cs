using Carillon.Access;
using Carillon.Compliance.Content;
using Carillon.Primitives;
using Carillon.Storage;
using Carillon.Text;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Campaigns;

/// <summary>What is to be said of a campaign's words before it starts; the same as the editor and the preview say.</summary>
public static class CampaignLint
{
    /// <summary>The findings of each text, by its field: <c>body</c> or <c>variants[0].body</c>.</summary>
    public static async Task<IReadOnlyList<(string Field, ContentFinding Finding)>> CheckAsync(CarillonDb db, Campaign campaign, CancellationToken cancellationToken)
    {
        var told = await db.Set<Workspace>().Where(workspace => workspace.Id == campaign.WorkspaceId).Select(workspace => new { workspace.Brand, workspace.Name }).SingleAsync(cancellationToken);
        var brand = told.Brand.Name ?? told.Name;
        var texts = campaign.Variants.Count > 0
            ? campaign.Variants.Select((variant, index) => (Field: $"variants[{index}].body", variant.Body))
            : campaign.Body is { } body ? [(Field: "body", Body: body)] : [];
        return [.. texts.SelectMany(text => Check(text.Body, brand, campaign.Purpose, campaign.SmartEncoding).Select(finding => (text.Field, finding)))];
    }

    /// <summary>What is to be said of one template, filled with nothing.</summary>
    /// <param name="body">The template.</param>
    /// <param name="brand">Who sends, as people are told: the brand's name, or the workspace's where none is set.</param>
    /// <param name="purpose">What it is for.</param>
    /// <param name="isSmart">Whether smart encoding is on.</param>
    public static IReadOnlyList<ContentFinding> Check(string body, string brand, Purpose purpose, bool isSmart)
    {
        if (MessageTemplate.Parse(body, "brand") is not TemplateReading.Parsed { Template: var template })
        {
            return [];
        }

        return ContentLint.Check(new ContentDraft
        {
            Body = body,
            Rendered = template.Render(new SampleValues(new Dictionary<string, string?> { ["brand"] = brand })).Text,
            Brand = brand,
            UnknownFields = template.UnknownVariables,
            IsMarketing = purpose is Purpose.Marketing,
            SmartEncoding = isSmart ? SmartEncoding.On : SmartEncoding.Off,
        });
    }
}
