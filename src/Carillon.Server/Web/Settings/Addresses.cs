namespace Carillon.Server.Web.Settings;

/// <summary>Where the server was told to listen, in any of the framework's ways.</summary>
internal static class Addresses
{
    private static readonly string[] Names = ["urls", "http_ports", "https_ports"];

    /// <summary>Ways to say "every address of this machine".</summary>
    public static IReadOnlyList<string> AnyHost { get; } = ["0.0.0.0", "[::]", "+", "*"];

    /// <summary>Whether nobody said where.</summary>
    public static bool AreMissing(IConfiguration configuration) =>
        Names.All(name => string.IsNullOrWhiteSpace(configuration[name])) && !configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
}
