using System.Buffers;
using System.Text.Json;
using Carillon.Access;
using Carillon.Audiences;
using Carillon.Campaigns;
using Carillon.Compliance.QuietHours;
using Carillon.Compliance.RulePacks;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Server.Campaigns.Templates;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Carillon.Text;

namespace Carillon.Server.Campaigns;

/// <summary>Reads a campaign's fields, of a new one and of a change alike. What cannot be kept yet is refused by name, so that nobody believes in it.</summary>
internal static class CampaignInput
{
    private static readonly SearchValues<char> KeyLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    private const int MostDays = 3650;
    private const string NotYet = "is not available yet";
    private const string ZoneName = "must be the name of a time zone, such as America/New_York";

    /// <summary>Puts the patch on the campaign; findings stand in the patch's errors.</summary>
    public static async Task ApplyAsync(Campaign campaign, Patch patch, CarillonDb db, SegmentBook segments, TimeProvider time, CancellationToken cancellationToken)
    {
        campaign.Name = patch.Text("name", 200).Or(campaign.Name);
        campaign.Purpose = patch.Read<Purpose>("purpose").Or(campaign.Purpose);
        campaign.QuietHours = patch.Read<QuietHoursRule>("quietHours").Or(campaign.QuietHours);
        campaign.SmartEncoding = patch.Read<bool>("smartEncoding").Or(campaign.SmartEncoding);
        campaign.Subject = patch.TextOrNull("subject", 200).Or(campaign.Subject);
        if (patch.Read<Channel>("channel") is { IsPresent: true, Value: not Channel.Sms })
        {
            patch.Errors.Add("channel", $"only sms is available yet");
        }

        ReadWords(campaign, patch);
        ReadFrom(campaign, patch);
        ReadSchedule(campaign, patch, time);
        ReadPace(campaign, patch);
        ReadAudience(campaign, patch);
        ReadWindow(campaign, patch);
        foreach (var field in new[] { "templateId", "experiment" })
        {
            RefuseUnlessNull(patch, field);
        }

        if (!patch.Errors.Any)
        {
            foreach (var (field, wrong) in CampaignCheck.Words(campaign))
            {
                patch.Errors.Add(field, wrong, "template-syntax");
            }

            foreach (var (field, wrong) in await CampaignCheck.AudienceAsync(db, campaign.Audience, cancellationToken))
            {
                patch.Errors.Add(field, wrong);
            }

            foreach (var (field, wrong) in patch.Names().Contains("from") ? await CampaignCheck.FromAsync(db, campaign, cancellationToken) : new Dictionary<string, string>())
            {
                patch.Errors.Add(field, wrong);
            }

            await CheckFilterAsync(campaign.Audience, patch, segments, cancellationToken);
        }
    }

    /// <summary>Pace and brakes: what may change while a campaign runs.</summary>
    public static void ReadPace(Campaign campaign, Patch patch)
    {
        PacingInput.Read(campaign, patch);
        campaign.Brakes = BrakesInput.Read(campaign.Brakes, patch);
    }

    private static void ReadWords(Campaign campaign, Patch patch)
    {
        var body = patch.ReadOrNull<BodyText>("body");
        campaign.Body = body.IsPresent ? Saved(body.Value?.Text) : campaign.Body;
        if (campaign.Body?.Length > MessageTemplate.MaxLength)
        {
            patch.Errors.Add("body", $"must have at most {MessageTemplate.MaxLength} characters");
        }

        var variants = patch.ReadOrNull<List<VariantInput>>("variants");
        if (!variants.IsPresent)
        {
            return;
        }

        campaign.Variants = [.. (variants.Value ?? []).Select(variant => new Variant(variant.Key, variant.Weight, Saved(variant.Body?.Text) ?? ""))];
        CheckVariants(campaign.Variants, patch);
    }

    private static void CheckVariants(List<Variant> variants, Patch patch)
    {
        if (variants.Count is 1 or > 26)
        {
            patch.Errors.Add("variants", "must be two to 26, or none");
        }

        for (var i = 0; i < variants.Count; i++)
        {
            if (variants[i].Key is not { Length: >= 1 and <= 16 } key || key.AsSpan().ContainsAnyExcept(KeyLetters))
            {
                patch.Errors.Add($"variants[{i}].key", "must be 1 to 16 letters or digits");
            }
            else if (variants.Take(i).Any(earlier => earlier.Key == key))
            {
                patch.Errors.Add($"variants[{i}].key", "stands there twice");
            }

            if (variants[i].Weight is < 1 or > 100)
            {
                patch.Errors.Add($"variants[{i}].weight", "must be from 1 to 100");
            }
        }
    }

    private static void ReadFrom(Campaign campaign, Patch patch)
    {
        if (patch.IsCleared("from"))
        {
            (campaign.SenderId, campaign.PoolId) = (null, null);
        }

        if (patch.Inside("from") is { } from)
        {
            var (sender, pool) = (from.ReadOrNull<SenderId?>("senderId"), from.ReadOrNull<PoolId?>("poolId"));
            if (sender is { IsPresent: true, Value: not null } && pool is { IsPresent: true, Value: not null })
            {
                from.Errors.Add(from.PathOf("poolId"), "cannot stand beside senderId");
            }

            campaign.SenderId = pool is { IsPresent: true, Value: not null } ? null : sender.Or(campaign.SenderId);
            campaign.PoolId = sender is { IsPresent: true, Value: not null } ? null : pool.Or(campaign.PoolId);
            from.IsRefused();
        }
    }

    private static void ReadSchedule(Campaign campaign, Patch patch, TimeProvider time)
    {
        if (patch.IsCleared("schedule"))
        {
            (campaign.StartAt, campaign.ExpiresAt, campaign.Schedule) = (null, null, null);
        }

        if (patch.Inside("schedule") is not { } schedule)
        {
            return;
        }

        var startAt = schedule.ReadOrNull<string>("startAt");
        if (startAt.IsPresent)
        {
            campaign.StartAt = startAt.Value == "now" ? time.GetUtcNow().Stored() : schedule.Errors.Instant(schedule.PathOf("startAt"), startAt.Value);
        }

        campaign.ExpiresAt = schedule.ReadOrNull<DateTimeOffset?>("expiresAt").Or(campaign.ExpiresAt);
        RefuseUnlessNull(schedule, "recurrence");
        var given = campaign.Schedule ?? new CampaignSchedule();
        var zone = schedule.ReadOrNull<string>("timeZone").Or(given.TimeZone);
        if (zone is not null && !Workspace.IsTimeZone(zone))
        {
            schedule.Errors.Add(schedule.PathOf("timeZone"), ZoneName);
        }

        var isLocal = schedule.ReadOrNull<bool?>("recipientLocalTime").Or(given.RecipientLocalTime) ?? false;
        campaign.Schedule = zone is null && !isLocal ? null : new CampaignSchedule(TimeZoneName.Of(zone) ?? zone, isLocal);
        CheckInstants(campaign, schedule);
        schedule.IsRefused();
    }

    /// <summary>The end lies behind the beginning, and nothing is planned for a year whose holidays the rules do not know.</summary>
    private static void CheckInstants(Campaign campaign, Patch schedule)
    {
        if (campaign.ExpiresAt <= campaign.StartAt)
        {
            schedule.Errors.Add(schedule.PathOf("expiresAt"), "must be later than startAt");
        }

        if (campaign.StartAt is { } start && !RulePack.BuiltIn.KnowsYear(start.Year))
        {
            schedule.Errors.Add(schedule.PathOf("startAt"), $"lies in {start.Year}, a year whose holidays the rule pack does not list");
        }
    }

    private static void ReadWindow(Campaign campaign, Patch patch)
    {
        if (patch.IsCleared("window"))
        {
            campaign.Window = null;
        }

        if (patch.Inside("window") is not { } window)
        {
            return;
        }

        var given = campaign.Window;
        var read = new CampaignWindow(
            window.Read<string>("start").Or(given?.Start ?? ""),
            window.Read<string>("end").Or(given?.End ?? ""),
            window.ReadOrNull<List<string>>("days") is { IsPresent: true } days ? days.Value ?? [] : given?.Days ?? [],
            window.ReadOrNull<string>("timeZone").Or(given?.TimeZone) ?? CampaignWindow.Recipient);
        CheckWindow(read, window);
        campaign.Window = read with { TimeZone = TimeZoneName.Of(read.TimeZone) ?? read.TimeZone };
        window.IsRefused();
    }

    private static void CheckWindow(CampaignWindow read, Patch window)
    {
        var hasTimes = true;
        foreach (var (field, time) in new[] { ("start", read.Start), ("end", read.End) })
        {
            if (!LocalHours.TryParseMinute(time, out _))
            {
                window.Errors.Add(window.PathOf(field), "must be a time such as 09:00");
                hasTimes = false;
            }
        }

        if (hasTimes && !read.IsOpen)
        {
            window.Errors.Add(window.PathOf("end"), "must be later than start");
        }

        for (var i = 0; i < read.Days.Count; i++)
        {
            if (!CampaignWindow.DayNames.Contains(read.Days[i]))
            {
                window.Errors.Add($"{window.PathOf("days")}[{i}]", $"must be one of {string.Join(", ", CampaignWindow.DayNames)}");
            }
        }

        if (read.Zone is { } zone && !Workspace.IsTimeZone(zone))
        {
            window.Errors.Add(window.PathOf("timeZone"), $"must be {CampaignWindow.Recipient} or the name of a time zone such as America/New_York");
        }
    }

    private static void ReadAudience(Campaign campaign, Patch patch)
    {
        if (patch.IsCleared("audience"))
        {
            campaign.Audience = new Audience();
        }

        if (patch.Inside("audience") is not { } audience)
        {
            return;
        }

        campaign.Audience = campaign.Audience with
        {
            Lists = audience.ReadOrNull<List<ContactListId>>("lists") is { IsPresent: true } lists ? lists.Value ?? [] : campaign.Audience.Lists,
            ContactIds = audience.ReadOrNull<List<ContactId>>("contactIds") is { IsPresent: true } contacts ? contacts.Value ?? [] : campaign.Audience.ContactIds,
            ExcludeLists = audience.ReadOrNull<List<ContactListId>>("excludeLists") is { IsPresent: true } excluded ? excluded.Value ?? [] : campaign.Audience.ExcludeLists,
            Segments = audience.ReadOrNull<List<SegmentId>>("segments") is { IsPresent: true } segments ? segments.Value ?? [] : campaign.Audience.Segments,
            ExcludeSegments = audience.ReadOrNull<List<SegmentId>>("excludeSegments") is { IsPresent: true } without ? without.Value ?? [] : campaign.Audience.ExcludeSegments,
            Filter = audience.ReadOrNull<JsonElement?>("filter").Or(campaign.Audience.Filter),
            MinDaysSinceContact = audience.ReadOrNull<int?>("minDaysSinceContact").Or(campaign.Audience.MinDaysSinceContact),
            IsMobileOnly = audience.ReadOrNull<bool?>("mobileOnly") is { IsPresent: true } mobileOnly ? mobileOnly.Value ?? false : campaign.Audience.IsMobileOnly,
            Limit = audience.ReadOrNull<int?>("limit").Or(campaign.Audience.Limit),
        };
        if (campaign.Audience.Limit < 1)
        {
            audience.Errors.Add(audience.PathOf("limit"), "must be at least 1");
        }

        if (campaign.Audience.MinDaysSinceContact is < 1 or > MostDays)
        {
            audience.Errors.Add(audience.PathOf("minDaysSinceContact"), $"must be from 1 to {MostDays}");
        }

        audience.IsRefused();
    }

    private static async Task CheckFilterAsync(Audience audience, Patch patch, SegmentBook segments, CancellationToken cancellationToken)
    {
        if (audience.Filter is null)
        {
            return;
        }

        var found = new FieldErrors();
        await segments.CheckAsync(audience.Filter, "audience.filter", found, cancellationToken);
        foreach (var (field, messages) in found.ByField)
        {
            patch.Errors.Add(field, string.Join(" ", messages), found.Unknown.Contains(field) ? InputErrors.UnknownField : InputErrors.Invalid);
        }
    }

    /// <summary>A field that the contract knows and this version cannot keep: null, false and an empty list say nothing and pass.</summary>
    private static void RefuseUnlessNull(Patch patch, string field)
    {
        if (patch.ReadOrNull<JsonElement?>(field) is { IsPresent: true, Value: { } value }
            && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False) && !(value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0))
        {
            patch.Errors.Add(patch.PathOf(field), NotYet);
        }
    }

    private static string? Saved(string? body) => string.IsNullOrWhiteSpace(body) ? null : TextNormalisation.ForSaving(body);
}
