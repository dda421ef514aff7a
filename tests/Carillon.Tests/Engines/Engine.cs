namespace Carillon.Tests.Engines;

/// <summary>A database that everything stored must work on.</summary>
public enum Engine
{
    Sqlite,
    Postgres,
}
