namespace Carillon.Storage;

/// <summary>An id as a parameter of hand-written SQL that runs on both engines.</summary>
public readonly struct StoredId(CarillonDb db, Guid value)
{
    /// <summary>16 bytes on SQLite, the engine's own type on PostgreSQL.</summary>
    public object Parameter => db is SqliteDb ? value.ToByteArray(bigEndian: true) : value;
}
