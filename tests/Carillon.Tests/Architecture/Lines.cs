namespace Carillon.Tests.Architecture;

/// <summary>Findings as text, one a line, so that a failing rule shows all of them at once.</summary>
internal static class Lines
{
    /// <summary>Empty when nothing was found.</summary>
    public static string Of<T>(IEnumerable<T> found) => string.Join('\n', found);
}
