using Carillon.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Carillon.Tests;

/// <summary>Begins with what takes minutes, so that at the end nobody waits for one long test on one core.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private const string Longest = "KillStormTests";

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => collection.TestCollectionDisplayName.Contains(Longest, StringComparison.Ordinal) ? 0 : 1)];
}
