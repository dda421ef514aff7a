using System.Text.Json;
using System.Xml.Linq;
using AwesomeAssertions;

namespace Carillon.Tests.Architecture;

/// <summary>Reads the licence of each restored package, those brought along by others included.</summary>
public sealed class LicenceTests
{
    private const string MitText = "Permission is hereby granted, free of charge";

    private static readonly string[] ForAll = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "PostgreSQL", "MS-PL"];
    private static readonly string[] ForTests = [.. ForAll, "MPL-2.0"];

    [Theory]
    [InlineData("src/Carillon")]
    [InlineData("src/Carillon.Server")]
    [InlineData("tests/Carillon.Tests")]
    [InlineData("tests/Carillon.BrowserTests")]
    public void Every_package_may_be_used_freely(string project)
    {
        var allowed = project.StartsWith("src/", StringComparison.Ordinal) ? ForAll : ForTests;
        var packages = PackagesOf(project);

        packages.Should().NotBeEmpty();
        Lines.Of(packages.Where(package => !IsAllowed(package.Licence, allowed)).Select(package => $"{package.Name}: {package.Licence}"))
            .Should().BeEmpty();
    }

    [Theory]
    [InlineData("MIT", true)]
    [InlineData("Apache-2.0 OR MS-PL", true)]
    [InlineData("MIT AND Apache-2.0", true)]
    [InlineData("GPL-3.0-only OR MIT", true)]
    [InlineData("MIT AND GPL-3.0-only", false)]
    [InlineData("AGPL-3.0-only", false)]
    [InlineData("", false)]
    public void A_choice_needs_one_free_licence_and_a_sum_needs_all(string licence, bool allowed) =>
        IsAllowed(licence, ForAll).Should().Be(allowed);

    private static bool IsAllowed(string licence, string[] allowed) => licence
        .Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal)
        .Split(" OR ")
        .Any(choice => choice.Split(" AND ").All(allowed.Contains));

    private static List<(string Name, string Licence)> PackagesOf(string project)
    {
        using var assets = JsonDocument.Parse(File.ReadAllText(Path.Combine(SourceTree.Root, project, "obj/project.assets.json")));
        string[] stores = [.. assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(store => store.Name)];
        return
        [
            .. assets.RootElement.GetProperty("libraries").EnumerateObject()
                .Where(library => library.Value.GetProperty("type").GetString() is "package")
                .Select(library => (library.Name, LicenceOf(stores, library.Value.GetProperty("path").GetString() ?? ""))),
        ];
    }

    private static string LicenceOf(string[] stores, string path)
    {
        var folder = stores.Select(store => Path.Combine(store, path)).First(Directory.Exists);
        var sheet = XDocument.Load(Directory.GetFiles(folder, "*.nuspec")[0]);
        var licence = sheet.Descendants().FirstOrDefault(element => element.Name.LocalName is "license");
        if (licence?.Attribute("type")?.Value is not "file")
        {
            return licence?.Value ?? "";
        }

        var text = File.ReadAllText(Path.Combine(folder, licence.Value));
        return text.Contains(MitText, StringComparison.Ordinal) ? "MIT" : licence.Value;
    }
}
