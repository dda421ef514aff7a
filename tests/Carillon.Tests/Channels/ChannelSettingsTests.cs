using AwesomeAssertions;
using Carillon.Channels;
using Microsoft.Extensions.Options;

namespace Carillon.Tests.Channels;

public sealed class ChannelSettingsTests : IAsyncDisposable
{
    private readonly ChannelsBed _bed = new();

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    /// <summary>Provider, settings, and the names that are wrong.</summary>
    public static TheoryData<Provider, string, string> Cases => new()
    {
        { Provider.Twilio, "accountSid=AC22222222222222222222222222222222 authToken=secret", "" },
        { Provider.Twilio, "accountSid=AC1 authToken=secret baseUrl=http://127.0.0.1:8080/twilio", "" },
        { Provider.Twilio, "accountSid=AC1 authToken=secret baseUrl=", "" },
        { Provider.Twilio, "", "accountSid authToken" },
        { Provider.Twilio, "accountSid=SK1 authToken=", "accountSid authToken" },
        { Provider.Twilio, "accountSid=AC1/.. authToken=x", "accountSid" },
        { Provider.Twilio, "accountSid=AC1 authToken=x baseUrl=ftp://x", "baseUrl" },
        { Provider.Twilio, "accountSid=AC1 authToken=x baseUrl=api.twilio.com", "baseUrl" },
        { Provider.Twilio, "accountSid=AC1 authToken=x baseUrl=https://user@x/", "baseUrl" },
        { Provider.Twilio, "accountSid=AC1 authToken=x apikey=y", "apikey" },
        { Provider.OpenPhone, "apiKey=k", "" },
        { Provider.OpenPhone, "apiKey=k webhookSecret=whsec_z7hTU3hKz5ZqFnq/7hKjcndTgxWlyRJH,R2ZLM2o0bFhBNVpyUnU2NG9mYXQ1MHNyR3pvSUhIVVg=", "" },
        { Provider.OpenPhone, "", "apiKey" },
        { Provider.OpenPhone, "apiKey=schlüssel webhookSecret=not-base64!", "apiKey webhookSecret" },
        { Provider.OpenPhone, "apiKey=k webhookSecret=,", "webhookSecret" },
        { Provider.Simulator, "", "" },
        { Provider.Simulator, "deliveryRate=1 failureRate=0 replyRate=0.5 optOutRate=0.5 clickRate=0 latencyMs=0 seed=-7", "" },
        { Provider.Simulator, "deliveryRate=1", "" },
        { Provider.Simulator, "deliveryRate=1.1 latencyMs=0.5 seed=x clickRate=-1", "deliveryRate latencyMs seed clickRate" },
        { Provider.Simulator, "deliveryRate=NaN failureRate=0,5", "deliveryRate failureRate" },
        { Provider.Simulator, "deliveryRate=0.9 failureRate=0.2", "failureRate" },
        { Provider.Simulator, "replyRate=0.9 optOutRate=0.2", "optOutRate" },
        { Provider.Simulator, "rate=1", "rate" },
    };

    [Theory, MemberData(nameof(Cases))]
    public void Settings_are_checked_by_name(Provider provider, string settings, string wrong)
    {
        var login = ChannelsBed.Login(settings.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(setting => setting.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]));

        _bed.Providers[provider].CheckSettings(login).Keys.Should().BeEquivalentTo(wrong.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void What_is_accepted_is_said_and_a_wrong_value_never_repeated()
    {
        var wrong = _bed.OpenPhone.CheckSettings(ChannelsBed.Login(("apiKey", "se cret"), ("extra", "1")));

        wrong["apiKey"].Should().Be("must be the workspace's API key as it is, without \"Bearer\"");
        wrong["extra"].Should().Be("is not a setting here; accepted are apiKey, webhookSecret, baseUrl");
    }

    [Fact]
    public void Secrets_are_named_as_such()
    {
        _bed.Providers.All.SelectMany(provider => provider.Settings).Where(setting => setting.IsSecret).Select(setting => setting.Name)
            .Should().BeEquivalentTo("authToken", "apiKey", "webhookSecret", "apiKey");
    }

    [Fact]
    public void Providers_are_found_by_kind_and_by_their_outer_name()
    {
        _bed.Providers.All.Select(provider => provider.Provider).Should().BeEquivalentTo([Provider.Simulator, Provider.Twilio, Provider.OpenPhone, Provider.Numverify]);
        _bed.Providers.Find(Provider.Smtp).Should().BeNull();
        ProviderNames.TryParse("openphone", out var provider).Should().BeTrue();
        provider.Should().Be(Provider.OpenPhone);
        ProviderNames.TryParse("OpenPhone", out _).Should().BeFalse();
        ProviderNames.TryParse("1", out _).Should().BeFalse();
    }

    [Fact]
    public void Keywords_that_a_provider_answers_itself_are_known()
    {
        _bed.Twilio.Capabilities.StopKeywords.Should().Contain(["STOP", "STOPALL", "OPTOUT", "REVOKE"]).And.NotContain("START");
        _bed.Twilio.Capabilities.OwnKeywords.Should().Contain(["STOP", "START", "YES", "HELP", "INFO"]);
        _bed.OpenPhone.Capabilities.OwnKeywords.Should().Contain(["QUIT", "UNSTOP"]).And.NotContain("HELP");
        _bed.OpenPhone.Capabilities.DefaultPerSecond.Should().Be(10);
        _bed.Simulator.Capabilities.OwnKeywords.Should().BeEmpty();
    }

    [Theory]
    [InlineData("CallDeadlineSeconds", "0")]
    [InlineData("MaxConnections", "1025")]
    [InlineData("CallDeadline", "10")]
    public async Task Options_out_of_range_or_unknown_are_refused(string name, string value)
    {
        await using var bed = new ChannelsBed(null, null, (name, value));

        FluentActions.Invoking(() => bed.Get<IOptions<ChannelsOptions>>().Value).Should().Throw<Exception>().Which.Message.Should().Contain(name);
    }
}
