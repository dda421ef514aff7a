using Carillon.Campaigns;
using Carillon.Server.Web.Api;

namespace Carillon.Server.Campaigns;

/// <summary>Reads a campaign's own pace.</summary>
internal static class PacingInput
{
    private const int Most = 100_000_000;

    public static void Read(Campaign campaign, Patch patch)
    {
        if (patch.IsCleared("pacing"))
        {
            (campaign.PacePerSecond, campaign.Pacing) = (null, null);
        }

        if (patch.Inside("pacing") is not { } pacing)
        {
            return;
        }

        campaign.PacePerSecond = pacing.ReadOrNull<double?>("perSecond").Or(campaign.PacePerSecond);
        if (campaign.PacePerSecond is { } rate && rate is not (> 0 and <= 100_000))
        {
            pacing.Errors.Add(pacing.PathOf("perSecond"), "must be above 0 and at most 100000");
        }

        var perHour = Count(pacing, "perHour", campaign.Pacing?.PerHour);
        var perDay = Count(pacing, "perDay", campaign.Pacing?.PerDay);
        campaign.Pacing = perHour is null && perDay is null ? null : new LongPacing(perHour, perDay);
        pacing.IsRefused();
    }

    private static int? Count(Patch pacing, string field, int? before)
    {
        var count = pacing.ReadOrNull<int?>(field).Or(before);
        if (count is < 1 or > Most)
        {
            pacing.Errors.Add(pacing.PathOf(field), "must be a whole number from 1 to 100000000");
        }

        return count;
    }
}
