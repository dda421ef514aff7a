using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Carillon.Storage.Dialects;

/// <summary>
/// One set that a question over everybody asks of each row, read whole while the readers of the table begin: a third of what the engine takes to build a tree of it for each of
/// them. Whoever asks before it is read waits.
/// </summary>
internal sealed partial class HeldSet
{
    private readonly string _connectionString;
    private readonly string _sql;
    private readonly object?[] _values;
    private readonly Lazy<HeldKeys> _keys;
    private readonly Task _reading;

    public HeldSet(string connectionString, DbCommand query)
    {
        var parameters = query.Parameters.Cast<DbParameter>().ToList();
        _connectionString = connectionString;
        _sql = Named().Replace(query.CommandText, name => parameters.FindIndex(parameter => parameter.ParameterName == name.Value) is >= 0 and var at ? $"${at + 1}" : name.Value);
        _values = [.. parameters.Select(parameter => parameter.Value)];
        _keys = new Lazy<HeldKeys>(Read);

        // Beside the others, before it is asked for the first time. What goes wrong is kept, and told to whoever asks.
        _reading = Task.Run(() => _keys.Value);
    }

    /// <summary>Ends when it is read, or cannot be.</summary>
    public async Task ReadAsync() => await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Whether the key, the bytes of an id or of a number's text, is in the set.</summary>
    public bool Has(ReadOnlySpan<byte> key) => _keys.Value.Has(key);

    private HeldKeys Read()
    {
        using var statements = SqliteStatements.Open(_connectionString);
        var keys = new HeldKeys();
        using var rows = Given(statements.Prepare(_sql, _values.Length)).Read();
        while (rows.Read())
        {
            keys.Add(rows.GetBytes(0));
        }

        return keys;
    }

    private SqliteStatement Given(SqliteStatement statement)
    {
        for (var at = 0; at < _values.Length; at++)
        {
            _ = _values[at] switch
            {
                string text => statement.Set(at + 1, text),
                byte[] bytes => statement.Set(at + 1, bytes),
                bool value => statement.Set(at + 1, value),
                double number => statement.Set(at + 1, (double?)number),
                null or DBNull => statement.SetNull(at + 1),
                long or int => statement.Set(at + 1, Convert.ToInt64(_values[at], CultureInfo.InvariantCulture)),
                var other => throw new InvalidOperationException($"No such value of a set: {other.GetType()}."),
            };
        }

        return statement;
    }

    [GeneratedRegex("@[A-Za-z0-9_]+")]
    private static partial Regex Named();
}
