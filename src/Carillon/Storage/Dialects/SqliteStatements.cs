using Microsoft.Data.Sqlite;

namespace Carillon.Storage.Dialects;

/// <summary>
/// A connection with its prepared statements, each made once and used again. Spoken to the engine's own interface: the provider's
/// commands look their parameters up by name at every use and box every value, and the sending path uses ten statements a message.
/// </summary>
internal sealed class SqliteStatements : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteStatement> _prepared = new(TextIdentity.It);

    private SqliteStatements(SqliteConnection connection) => _connection = connection;

    public static SqliteStatements Open(string connectionString)
    {
        // Not pooled: a broken writer's connection must not come back with its open transaction.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        connection.Open();
        SqliteOpening.Prepare(connection);
        return new SqliteStatements(connection);
    }

    /// <summary>The statement with its parameters <c>$1 … $n</c>, as it was left after its last use.</summary>
    public SqliteStatement Prepare(string sql, int parameters)
    {
        if (!_prepared.TryGetValue(sql, out var statement))
        {
            _prepared.Add(sql, statement = SqliteStatement.Make(_connection.Handle!, sql, parameters)); // open, so there is a handle
        }

        return statement;
    }

    public int Run(string sql) => Prepare(sql, 0).Execute();

    public void Dispose()
    {
        foreach (var statement in _prepared.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    /// <summary>Statements are constants: nearly always the very same object comes again, and its length and last letters tell it apart.</summary>
    private sealed class TextIdentity : IEqualityComparer<string>
    {
        public static readonly TextIdentity It = new();

        public bool Equals(string? left, string? right) => string.Equals(left, right, StringComparison.Ordinal);

        public int GetHashCode(string text) => HashCode.Combine(text.Length, text[^1], text[text.Length / 2], text[text.Length / 3]);
    }
}
