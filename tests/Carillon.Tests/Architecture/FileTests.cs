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

        tooLong.Should().BeEmpty();
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

        elsewhere.Should().BeEmpty();
    }

    [Fact]
    public void Only_a_start_of_a_program_has_no_namespace() =>
        SourceTree.All
            .Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal) && !NamespaceLine().IsMatch(file.Code))
            .Select(file => file.Path)
            .Should().OnlyContain(path => path.EndsWith("/Program.cs", StringComparison.Ordinal));

    [Fact]
    public void Engines_are_named_only_in_Storage() =>
        SourceTree.Product
            .Where(file => file.Room != "Storage" && EngineName().IsMatch(file.Code))
            .Select(file => file.Path)
            .Should().BeEmpty();

    [Fact]
    public void Tests_wait_on_signals_and_never_sleep() =>
        SourceTree.Tests
            .Where(file => Sleep().IsMatch(file.Code))
            .Select(file => file.Path)
            .Should().BeEmpty();

    [Fact]
    public void Both_engines_have_the_same_migrations()
    {
        var sets = new[] { "Sqlite", "Postgres" }.Select(MigrationsOf).ToList();

        sets[0].Should().Equal(sets[1], "a change of a table is written for both engines under one name");
    }

    private static IReadOnlyList<string> MigrationsOf(string engine)
    {
        var folder = Path.Combine(SourceTree.Root, "src/Carillon/Storage/Migrations", engine);
        return Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)
                .Select(name => MigrationName().Match(name ?? "")).Where(match => match.Success).Select(match => match.Groups["name"].Value)]
            : [];
    }

    [GeneratedRegex(@"^\s*@?namespace\s+(?<name>[\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex("sqlite|npgsql|postgres", RegexOptions.IgnoreCase)]
    private static partial Regex EngineName();

    [GeneratedRegex(@"\bTask\s*\.\s*Delay\s*\(|\bThread\s*\.\s*Sleep\s*\(")]
    private static partial Regex Sleep();

    [GeneratedRegex(@"^\d{14}_(?<name>\w+)\.cs$")]
    private static partial Regex MigrationName();
}
