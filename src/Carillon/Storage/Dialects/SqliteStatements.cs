using Microsoft.Data.Sqlite;

namespace Carillon.Storage.Dialects;

/// <summary>The writer's connection with its prepared statements, each made once and used again.</summary>
internal sealed class SqliteStatements : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _prepared = [];

    private SqliteStatements(SqliteConnection connection) => _connection = connection;

    public static SqliteStatements Open(string connectionString)
    {
        // Not pooled: a broken writer's connection must not come back with its open transaction.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        connection.Open();
        SqliteOpening.Prepare(connection);
        return new SqliteStatements(connection);
    }

    /// <summary>The statement with its parameters <c>$1 … $n</c>, to be set with <see cref="SqliteStatement"/>.</summary>
    public SqliteStatement Prepare(string sql, int parameters)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 1; i <= parameters; i++)
            {
                command.Parameters.Add(new SqliteParameter($"${i}", null));
            }

            _prepared.Add(sql, command);
        }

        return new SqliteStatement(command);
    }

    public int Run(string sql) => Prepare(sql, 0).Execute();

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }

        _connection.Dispose();
    }
}

/// <summary>One use of a prepared statement.</summary>
internal readonly struct SqliteStatement(SqliteCommand command)
{
    /// <summary>Sets parameter <paramref name="position"/> (from 1); null is SQL's null.</summary>
    public SqliteStatement Set(int position, object? value)
    {
        command.Parameters[position - 1].Value = value switch
        {
            null => DBNull.Value,
            Guid id => id.ToByteArray(bigEndian: true),
            DateTimeOffset at => Instants.ToMicroseconds(at),
            _ => value,
        };
        return this;
    }

    public int Execute() => command.ExecuteNonQuery();

    public SqliteDataReader Read() => command.ExecuteReader();

    public object? Scalar() => command.ExecuteScalar() is { } value and not DBNull ? value : null;
}
