using Carillon.Primitives;
using Carillon.Sending.Accounts;
using Carillon.Server.Web.Problems;

namespace Carillon.Server.Sending;

/// <summary>Limits as they are given.</summary>
internal static class LimitsInput
{
    /// <summary>Checks ranges; what cannot be kept yet is refused, so that nobody believes in a limit that does not hold.</summary>
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

        if (limits.PerMinute is not null)
        {
            errors.Add($"{field}.perMinute", "is not available yet: use perSecond");
        }

        if (limits.PerDay is not null)
        {
            errors.Add($"{field}.perDay", "is not available yet: use perSecond");
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
