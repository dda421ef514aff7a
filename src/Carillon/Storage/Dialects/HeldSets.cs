using System.Data.Common;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using Carillon.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Storage.Dialects;

/// <summary>
/// The sets that one question over everybody asks of each row, such as who agreed or who is on a list: each is read once for all readers of the table and known by its number in
/// the engine's function while the question is asked.
/// </summary>
internal sealed class HeldSets(string connectionString) : IAsyncDisposable
{
    private static readonly Lock Placing = new();
    private static readonly MethodInfo OfPeople = Method<ContactId>();
    private static readonly MethodInfo OfNumbers = Method<PhoneNumber?>();

    /// <summary>The sets that are asked now, each in the place of its number; another array where there are more.</summary>
    private static HeldSet?[] s_asked = new HeldSet?[64];
    private readonly Lock _oneAtATime = new();
    private readonly Dictionary<string, long> _numbers = new(StringComparer.Ordinal);

    /// <summary>Whether a person is in the set of this number.</summary>
    public static bool IsHeld(long set, ContactId key) => throw new InvalidOperationException("Is said in SQL only.");

    /// <summary>Whether a phone number is in the set of this number.</summary>
    public static bool IsHeld(long set, PhoneNumber? key) => throw new InvalidOperationException("Is said in SQL only.");

    /// <summary>What the engine's function answers.</summary>
    public static bool Has(long set, ReadOnlySpan<byte> key) => Volatile.Read(ref s_asked)[set] is { } held
        ? held.Has(key)
        : throw new InvalidOperationException("The question that asked of this set is over.");

    /// <summary>The condition that a value is in a set; null where the set is of something that is neither a person nor a number.</summary>
    public Expression? Condition<T>(IQueryable<T> set, Expression value)
    {
        var method = typeof(T) == typeof(ContactId) ? OfPeople : typeof(T) == typeof(PhoneNumber?) ? OfNumbers : null;
        if (method is null)
        {
            return null;
        }

        using var query = set.CreateDbCommand();
        var number = new Reference(NumberOf(query));
        return Expression.Call(method, Expression.Property(Expression.Constant(number), nameof(Reference.Number)), value);
    }

    /// <summary>Ends when nothing is read any more, also where the question did not wait for it.</summary>
    public async ValueTask DisposeAsync()
    {
        var sets = new List<HeldSet>();
        lock (Placing)
        {
            foreach (var number in _numbers.Values)
            {
                sets.Add(s_asked[number]!); // placed with its number
                s_asked[number] = null;
            }
        }

        foreach (var set in sets)
        {
            await set.ReadAsync();
        }
    }

    /// <summary>All readers ask the same of the same set.</summary>
    private long NumberOf(DbCommand query)
    {
        var values = query.Parameters.Cast<DbParameter>().Select(parameter => parameter.Value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(parameter.Value, CultureInfo.InvariantCulture));
        var text = string.Join('\n', values.Prepend(query.CommandText));
        lock (_oneAtATime)
        {
            if (!_numbers.TryGetValue(text, out var number))
            {
                number = Placed(new HeldSet(connectionString, query));
                _numbers.Add(text, number);
            }

            return number;
        }
    }

    private static long Placed(HeldSet set)
    {
        lock (Placing)
        {
            var free = Array.IndexOf(s_asked, null);
            if (free < 0)
            {
                free = s_asked.Length;
                var more = new HeldSet?[free * 2];
                s_asked.CopyTo(more, 0);
                Volatile.Write(ref s_asked, more);
            }

            s_asked[free] = set;
            return free;
        }
    }

    private static MethodInfo Method<T>() => typeof(HeldSets).GetMethod(nameof(IsHeld), [typeof(long), typeof(T)]) ?? throw new InvalidOperationException("No such method.");

    /// <summary>A value that is given beside the query, which stays the same for every number.</summary>
    private sealed record Reference(long Number);
}
