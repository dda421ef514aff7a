using System.Text.RegularExpressions;
using AwesomeAssertions;

namespace Carillon.Tests.Architecture;

public sealed partial class FileTests
{
    private const int MostLines = 500;

    [Fact]
    public void No_file_is_longer_than_five_hundred_lines()
    {
        var tooLong =
            from file in SourceTree.All
            where !file.Folders.Contains("Migrations") && !file.Path.EndsWith(".Data.cs", StringComparison.Ordinal)
            let lines = file.Text.Count(letter => letter == '\n')
            where lines > MostLines
            select $"{file}: {lines}";

        Lines.Of(tooLong).Should().BeEmpty();
    }

    [Fact]
    public void A_namespace_is_the_folder()
    {
        var elsewhere =
            from file in SourceTree.All
            let said = NamespaceLine().Match(file.Code)
            where said.Success
            let folder = string.Join('.', [file.Project.Split('/')[1], .. file.Folders])
            where said.Groups["name"].Value != folder
            select $"{file}: {said.Groups["name"].Value}";

        Lines.Of(elsewhere).Should().BeEmpty();
    }

    [Fact]
    public void Only_a_start_of_a_program_has_no_namespace() =>
        Lines.Of(SourceTree.All
            .Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal) && !NamespaceLine().IsMatch(file.Code))
            .Where(file => !file.Path.EndsWith("/Program.cs", StringComparison.Ordinal)))
            .Should().BeEmpty();

    [Fact]
    public void Engines_are_named_only_in_Storage() =>
        Lines.Of(SourceTree.Product.Where(file => file.Room != "Storage" && EngineName().IsMatch(file.Code))).Should().BeEmpty();

    /// <summary>The fakes are servers whose lateness is their part; tests are not.</summary>
    [Fact]
    public void Tests_wait_on_signals_and_never_sleep() =>
        Lines.Of(SourceTree.Tests.Where(file => !file.Path.Contains("/Fakes/", StringComparison.Ordinal) && Sleep().IsMatch(file.Code))).Should().BeEmpty();

    [GeneratedRegex(@"^\s*@?namespace\s+(?<name>[\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex("sqlite|npgsql|postgres", RegexOptions.IgnoreCase)]
    private static partial Regex EngineName();

    [GeneratedRegex(@"\bTask\s*\.\s*Delay\s*\(|\bThread\s*\.\s*Sleep\s*\(")]
    private static partial Regex Sleep();
}
