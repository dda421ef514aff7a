using AwesomeAssertions;
using Carillon.Server.Web.Settings;
using Microsoft.Extensions.Configuration;

namespace Carillon.Tests.Web;

public sealed class SettingsTests
{
    private const string Server = "Host=db;Database=carillon;Username=carillon;Password=hunter2-hunter2";
    private static readonly string Key = Convert.ToBase64String(new byte[32]);

    [Theory]
    [InlineData("Carillon:DataDirectory", "/srv/carillon")]
    [InlineData("Carillon:PublicUrl", "https://texts.example.com")]
    [InlineData("Carillon:PublicUrl", "https://texts.example.com/")]
    [InlineData("Carillon:PublicUrl", "")]
    [InlineData("Carillon:Cluster:Roles", "web")]
    [InlineData("Carillon:Cluster:Roles", "web,engine")]
    [InlineData("Carillon:Cluster:Roles", "engine, web")]
    [InlineData("Carillon:Cluster:Endpoint", "node-1.internal:7100")]
    [InlineData("Carillon:Cluster:Endpoint", "10.0.0.4:7100")]
    [InlineData("Carillon:Compliance:CloseMarginMinutes", "0")]
    [InlineData("Carillon:Sending:ReconcileAfterSeconds", "120")]
    [InlineData("Carillon:Bootstrap:ApiKey", "a-key-of-twenty-letters")]
    [InlineData("Carillon:Bootstrap:ApiKey", "a key of words and of spaces between them")]
    [InlineData("Carillon:Assets:CdnUrl", "https://cdn.example.com/carillon/")]
    [InlineData("carillon:cluster:enabled", "False")]
    [InlineData("ConnectionStrings:Database", Server)]
    [InlineData("ConnectionStrings:Redis", "one:6379,two:6379,password=x,ssl=true")]
    [InlineData("urls", "http://+:80;https://localhost:5443")]
    [InlineData("urls", "http://[::1]:5080")]
    [InlineData("Elsewhere:Unknown", "is not ours")]
    public void A_good_setting_is_taken(string name, string value) => RefusalOf((name, value)).Should().BeNull();

    [Theory]
    [InlineData("Carillon:PublicUrl", "texts.example.com")]
    [InlineData("Carillon:PublicUrl", "ftp://texts.example.com")]
    [InlineData("Carillon:PublicUrl", "https://texts.example.com/?a=b")]
    [InlineData("Carillon:PublicUrl", "https://example.com/texts")]
    [InlineData("Carillon:Cluster:Enabled", "yes")]
    [InlineData("Carillon:Cluster:Roles", "web,worker")]
    [InlineData("Carillon:Cluster:Roles", "web,web")]
    [InlineData("Carillon:Cluster:Endpoint", "node-1.internal")]
    [InlineData("Carillon:Cluster:Endpoint", "10.0.0.4:port")]
    [InlineData("Carillon:Compliance:CloseMarginMinutes", "-1")]
    [InlineData("Carillon:Compliance:CloseMarginMinutes", "five")]
    [InlineData("Carillon:Sending:ReconcileAfterSeconds", "0")]
    [InlineData("Carillon:Sending:ReconcileAfterSeconds", "1e3")]
    [InlineData("Carillon:Assets:CdnUrl", "/assets")]
    [InlineData("urls", "localhost:5080")]
    [InlineData("urls", "http://localhost:port")]
    public void A_malformed_setting_is_named_with_its_value_in_one_line(string name, string value)
    {
        var line = RefusalOf((name, value));

        line.Should().Contain(name is "urls" ? "ASPNETCORE_URLS" : name.Replace(":", "__", StringComparison.Ordinal)).And.Contain(value).And.Contain("Accepted");
        line.Should().NotContain("\n");
    }

    [Theory]
    [InlineData("Carillon:Keys:MasterKey", "c2hvcnQ=")]
    [InlineData("Carillon:Keys:MasterKey", "not base64 at all but longish, really")]
    [InlineData("Carillon:Bootstrap:AdminPassword", "too-short")]
    [InlineData("Carillon:Bootstrap:ApiKey", "short-key")]
    [InlineData("Carillon:Bootstrap:ApiKey", " a-key-that-begins-with-a-space")]
    [InlineData("Carillon:Bootstrap:ApiKey", "a-key-with\ta-tab-in-the-middle")]
    [InlineData("ConnectionStrings:Database", "Host=db;Pasword=hunter2")]
    [InlineData("ConnectionStrings:Database", "nonsense-hunter2")]
    [InlineData("ConnectionStrings:Database", "Database=without-a-host")]
    [InlineData("ConnectionStrings:Redis", "password=hunter2")]
    [InlineData("Carillon:Bootstrap:AdminPasword", "a-misspelt-secret")]
    public void A_malformed_secret_is_named_and_not_shown(string name, string value)
    {
        var line = RefusalOf((name, value));

        line.Should().Contain(name.Replace(":", "__", StringComparison.Ordinal)).And.NotContain(value);
    }

    [Theory]
    [InlineData("Carillon:DataDirectry")]
    [InlineData("Carillon:Cluster:Enabled:Deeper")]
    [InlineData("Carillon:Sending:ReconcileAfter")]
    public void An_unknown_setting_is_refused_and_its_neighbours_are_named(string name)
    {
        var line = RefusalOf((name, "x"));

        line.Should().Contain(name.Replace(":", "__", StringComparison.Ordinal)).And.Contain("\"x\"").And.Contain("no such setting").And.Contain("Carillon__");
    }

    [Fact]
    public void Settings_that_need_each_other_are_refused_alone()
    {
        RefusalOf(("Carillon:Cluster:Enabled", "true")).Should().Contain("Carillon__Cluster__Enabled");
        RefusalOf(("Carillon:Cluster:Enabled", "true"), ("ConnectionStrings:Database", Server)).Should().Contain("Carillon__Keys__MasterKey");
        RefusalOf(("Carillon:Cluster:Enabled", "true"), ("ConnectionStrings:Database", Server), ("Carillon:Keys:MasterKey", Key)).Should().BeNull();
        RefusalOf(("Carillon:Bootstrap:AdminEmail", "a@example.com")).Should().Contain("AdminEmail");
        RefusalOf(("Carillon:Bootstrap:AdminPassword", "long enough to pass")).Should().Contain("AdminPassword").And.NotContain("long enough");
        RefusalOf(("ConnectionStrings:ReadReplica", Server)).Should().Contain("ReadReplica").And.NotContain("hunter2");
    }

    private static string? RefusalOf(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create<string, string?>(pair.Name, pair.Value)))
            .Build();
        return CarillonSettings.TryRead(configuration, out _, out var refusal) ? null : refusal.ToString();
    }
}
