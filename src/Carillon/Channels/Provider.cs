using System.Text.Json.Serialization;

namespace Carillon.Channels;

/// <summary>A company that carries messages.</summary>
public enum Provider
{
    Simulator,
    Twilio,
    [JsonStringEnumMemberName("openphone")]
    OpenPhone,
    Smtp,

    /// <summary>Tells of numbers; carries no messages.</summary>
    Numverify,
}

/// <summary>The providers' names outside, which are lower-case throughout.</summary>
public static class ProviderNames
{
    /// <summary>The name in the API and in callback addresses: <c>openphone</c>.</summary>
    public static string ApiName(this Provider provider) => provider switch
    {
        Provider.Simulator => "simulator",
        Provider.Twilio => "twilio",
        Provider.OpenPhone => "openphone",
        Provider.Smtp => "smtp",
        Provider.Numverify => "numverify",
        _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, null),
    };

    /// <summary>Reads that name; false for any other.</summary>
    public static bool TryParse(string? name, out Provider provider)
    {
        foreach (var candidate in Enum.GetValues<Provider>())
        {
            if (candidate.ApiName() == name)
            {
                provider = candidate;
                return true;
            }
        }

        provider = default;
        return false;
    }
}
