namespace Carillon.Storage;

/// <summary>An instant as a parameter of hand-written SQL that runs on both engines.</summary>
public readonly struct StoredInstant(CarillonDb db, DateTimeOffset at)
{
    /// <summary>Microseconds on SQLite, the engine's own type on PostgreSQL.</summary>
    public object Parameter => db is SqliteDb ? Instants.ToMicroseconds(at) : at.ToUniversalTime();
}
