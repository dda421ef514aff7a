namespace Carillon.Tests.Architecture;

/// <summary>The repository these tests were built from, read once.</summary>
public static class SourceTree
{
    private static readonly string[] Generated = ["bin", "obj"];
    private static readonly Lazy<IReadOnlyList<SourceFile>> Files = new(Read);

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>All C# and Razor files of the product, the tests and the measurements.</summary>
    public static IReadOnlyList<SourceFile> All => Files.Value;

    /// <summary>Those of the product.</summary>
    public static IEnumerable<SourceFile> Product => All.Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal));

    /// <summary>Those of the tests.</summary>
    public static IEnumerable<SourceFile> Tests => All.Where(file => file.Path.StartsWith("tests/", StringComparison.Ordinal));

    /// <summary>The top folders of a project that a build does not make.</summary>
    public static IEnumerable<string> FoldersOf(string project) =>
        Directory.GetDirectories(Path.Combine(Root, project)).Select(folder => Path.GetFileName(folder)).Except(Generated);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Carillon.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Carillon.slnx stands in no folder above the tests.");
    }

    private static IReadOnlyList<SourceFile> Read() =>
    [
        .. new[] { "src", "tests", "bench" }
            .Select(top => Path.Combine(Root, top))
            .Where(Directory.Exists)
            .SelectMany(top => Directory.EnumerateFiles(top, "*", SearchOption.AllDirectories))
            .Where(name => name.EndsWith(".cs", StringComparison.Ordinal) || name.EndsWith(".razor", StringComparison.Ordinal))
            .Select(name => Path.GetRelativePath(Root, name).Replace('\\', '/'))
            .Where(path => !path.Split('/').Intersect(Generated).Any())
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(Root, path)))),
    ];
}
