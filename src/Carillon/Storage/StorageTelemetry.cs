namespace Carillon.Storage;

/// <summary>Under which names the database's driver tells what it does.</summary>
public static class StorageTelemetry
{
    /// <summary>Names of its traces and of its measurements.</summary>
    public static IReadOnlyList<string> Names { get; } = ["Npgsql"];
}
