using Carillon.Primitives;
using Carillon.Sending.Accounts;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;

namespace Carillon.Server.Sending;

/// <summary>Limits as they are given.</summary>
internal static class LimitsInput
{
    private const int Most = 100_000_000;

    /// <summary>The limits as a patch leaves them: what it does not name stays, null lifts one, and null for all of them lifts all.</summary>
    public static Limits Change(Limits given, Patch patch)
    {
        if (patch.IsCleared("limits"))
        {
            return Limits.None;
        }

        if (patch.Inside("limits") is not { } limits)
        {
            return given;
        }

        var changed = new Limits(
            limits.ReadOrNull<double?>("perSecond").Or(given.PerSecond),
            limits.ReadOrNull<int?>("perMinute").Or(given.PerMinute),
            limits.ReadOrNull<int?>("perDay").Or(given.PerDay),
            limits.ReadOrNull<int?>("concurrency").Or(given.Concurrency));
        limits.IsRefused();
        return Check(changed, "limits", patch.Errors);
    }

    /// <summary>Checks ranges.</summary>
    public static Limits Check(Limits? limits, string field, InputErrors errors)
    {
        if (limits is null)
        {
            return Limits.None;
        }

        if (limits.PerSecond is { } rate && rate is not (> 0 and <= 100_000))
        {
            errors.Add($"{field}.perSecond", "must be above 0 and at most 100000");
        }

        if (limits.Concurrency is { } concurrency && concurrency is < 1 or > 1024)
        {
            errors.Add($"{field}.concurrency", "must be from 1 to 1024");
        }

        if (limits.PerMinute is < 1 or > Most)
        {
            errors.Add($"{field}.perMinute", "must be a whole number from 1 to 100000000");
        }

        if (limits.PerDay is < 1 or > Most)
        {
            errors.Add($"{field}.perDay", "must be a whole number from 1 to 100000000");
        }

        return limits;
    }
}

/// <summary>Prices as they are given.</summary>
internal static class PriceInput
{
    /// <summary>In millionths; null: not told.</summary>
    public static long? Micros(Money? price, InputErrors errors)
    {
        if (price is not { } money)
        {
            return null;
        }

        if (money.Amount is < 0 or > 1_000)
        {
            errors.Add("pricePerSegment", "must be from 0 to 1000");
            return null;
        }

        return (long)decimal.Round(money.Amount * 1_000_000m);
    }
}
