namespace Carillon.Tests.Engines;

/// <summary>
/// What happens to a test whose engine is not on this machine: it shows as skipped with the reason, unless
/// <c>CARILLON_REQUIRE_ENGINES=1</c>, under which it runs and fails.
/// </summary>
public static class MissingEngine
{
    /// <summary>Whether a missing engine is a failure here.</summary>
    public static bool IsRefused => Environment.GetEnvironmentVariable("CARILLON_REQUIRE_ENGINES") is "1" or "true";

    /// <summary>Why a test on this engine is to be skipped, or null when it is to run.</summary>
    public static string? SkipReason(Engine engine) => engine switch
    {
        Engine.Sqlite => null,
        Engine.Postgres => IsRefused ? null : PostgresServer.WhyMissing,
        _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, "No such engine."),
    };

    /// <summary>For a test of PostgreSQL alone: skips it where there is none.</summary>
    public static void SkipWithoutPostgres() => SkipFor(PostgresServer.WhyMissing);

    /// <summary>For a test that needs Redis: skips it where there is none.</summary>
    public static void SkipWithoutRedis() => SkipFor(RedisServer.WhyMissing);

    private static void SkipFor(string? whyMissing)
    {
        if (whyMissing is not null && !IsRefused)
        {
            Assert.Skip(whyMissing);
        }
    }
}
