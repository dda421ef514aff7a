namespace Carillon.Tests.Engines;

/// <summary>Folders for tests to write in, all under one that falls with the test process.</summary>
public static class TestFolders
{
    private static readonly Lazy<LockedFolder> Home = new(NewHome);

    /// <summary>A fresh, empty folder; the caller may delete it sooner.</summary>
    public static string Add() => Directory.CreateDirectory(Path.Combine(Home.Value.Path, Guid.NewGuid().ToString("N"))).FullName;

    private static LockedFolder NewHome()
    {
        var home = LockedFolder.New();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => home.Dispose();
        return home;
    }
}
