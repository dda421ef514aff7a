using System.Globalization;
using Carillon.Primitives;
using Carillon.Storage;

namespace Carillon.Server.Web.Api;

/// <summary>A place in a list that is ordered by an instant and then by id.</summary>
/// <typeparam name="TId">The kind of id.</typeparam>
/// <param name="At">The row's instant.</param>
/// <param name="Id">The row's id.</param>
public readonly record struct TimeCursor<TId>(DateTimeOffset At, TId Id)
    where TId : struct, IId<TId>
{
    /// <summary>The place as the caller gets it.</summary>
    public override string ToString() =>
        CursorText.Encode(string.Create(CultureInfo.InvariantCulture, $"{Instants.ToMicroseconds(At)}|{Id.Value:N}"));

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, out TimeCursor<TId> cursor)
    {
        cursor = default;
        if (!CursorText.TryDecode(text, out var plain) || plain.Split('|') is not [var at, var id]
            || !long.TryParse(at, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var microseconds)
            || microseconds is < -3_000_000_000_000_000 or > 11_000_000_000_000_000
            || !Primitives.Id.TryParse<TId>(id, out var read))
        {
            return false;
        }

        cursor = new TimeCursor<TId>(Instants.FromMicroseconds(microseconds), read);
        return true;
    }
}
