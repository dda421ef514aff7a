using Carillon.Primitives;
using Carillon.Sending.Runs;
using Carillon.Server.Web.Api;

namespace Carillon.Server.Campaigns;

/// <summary>Reads a campaign's brakes: null takes a brake off, what is not named stays as it is.</summary>
internal static class BrakesInput
{
    public static Brakes? Read(Brakes? before, Patch patch)
    {
        if (patch.IsCleared("brakes"))
        {
            return null;
        }

        if (patch.Inside("brakes") is not { } given)
        {
            return before;
        }

        var stands = before ?? new Brakes();
        var cap = given.ReadOrNull<Money?>("spendCap");
        var brakes = new Brakes
        {
            ErrorShare = Share(given, "errorShare", stands.ErrorShare),
            InDoubtShare = Share(given, "inDoubtShare", stands.InDoubtShare),
            OptOutShare = Share(given, "optOutShare", stands.OptOutShare),
            FilteredShare = Share(given, "filteredShare", stands.FilteredShare),
            MinSample = Whole(given, "minSample", stands.MinSample, 1, 1_000_000),
            SpendCapMicros = cap.IsPresent ? Micros(given, cap.Value) : stands.SpendCapMicros,
            Canary = given.ReadOrNull<int?>("canary").Or(stands.Canary),
            CanaryWaitSeconds = Whole(given, "canaryWaitSeconds", stands.CanaryWaitSeconds, 1, 604_800),
        };
        if (brakes.Canary is < 1 or > 1_000_000)
        {
            given.Errors.Add(given.PathOf("canary"), "must be a whole number from 1 to 1000000");
        }

        given.IsRefused();
        return brakes;
    }

    private static double? Share(Patch given, string field, double? before)
    {
        var share = given.ReadOrNull<double?>(field).Or(before);
        if (share is { } number && number is not (> 0 and <= 1))
        {
            given.Errors.Add(given.PathOf(field), "must be above 0 and at most 1");
        }

        return share;
    }

    private static int Whole(Patch given, string field, int before, int least, int most)
    {
        var number = given.Read<int>(field).Or(before);
        if (number < least || number > most)
        {
            given.Errors.Add(given.PathOf(field), $"must be a whole number from {least} to {most}");
        }

        return number;
    }

    private static long? Micros(Patch given, Money? cap)
    {
        if (cap is { Amount: not (> 0 and <= 100_000_000) })
        {
            given.Errors.Add(given.PathOf("spendCap"), "must be above 0 and at most 100000000");
            return null;
        }

        return cap is { } money ? (long)decimal.Round(money.Amount * 1_000_000m) : null;
    }
}
