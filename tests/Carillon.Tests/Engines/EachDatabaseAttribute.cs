using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Carillon.Tests.Engines;

/// <summary>
/// Runs a theory once on each database. The engine is the first argument; what is written in the attribute follows it,
/// and the attribute may stand several times.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class EachDatabaseAttribute(params object?[] arguments) : DataAttribute
{
    /// <summary>What follows the engine.</summary>
    public IReadOnlyList<object?> Arguments { get; } = arguments;

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>([.. Enum.GetValues<Engine>().Select(Row)]);

    /// <inheritdoc/>
    public override bool SupportsDiscoveryEnumeration() => true;

    private TheoryDataRow Row(Engine engine) => new([engine, .. Arguments])
    {
        Skip = Skip ?? MissingEngine.SkipReason(engine),
        TestDisplayName = TestDisplayName,
        Timeout = TimeoutAsNullable,
        Explicit = ExplicitAsNullable,
    };
}
