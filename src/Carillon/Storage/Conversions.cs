using System.Text.Json;
using Carillon.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Carillon.Storage;

/// <summary>How values of ours stand in columns on both engines.</summary>
public static class Conversions
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    internal static readonly IReadOnlyList<Type> IdTypes =
        [.. typeof(IId<>).Assembly.GetTypes().Where(type => type.IsValueType && type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IId<>)))];

    /// <summary>Stores a value as JSON text.</summary>
    public static PropertyBuilder<T> HasJson<T>(this PropertyBuilder<T> property) =>
        property.HasConversion(
            new ValueConverter<T, string>(value => JsonSerializer.Serialize(value, Json), text => JsonSerializer.Deserialize<T>(text, Json)!),
            new ValueComparer<T>(
                (left, right) => JsonSerializer.Serialize(left, Json) == JsonSerializer.Serialize(right, Json),
                value => JsonSerializer.Serialize(value, Json).GetHashCode(StringComparison.Ordinal),
                value => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value, Json), Json)!));

    internal static void Shared(ModelConfigurationBuilder builder)
    {
        builder.Properties<PhoneNumber>().HaveConversion<PhoneConverter>().HaveMaxLength(16);
        builder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(24);
    }

    internal static TId IdOf<TId>(Guid value)
        where TId : struct, IId<TId> => TId.From(value);

    internal static Guid ValueOf<TId>(TId id)
        where TId : struct, IId<TId> => id.Value;

    internal static byte[] BytesOf<TId>(TId id)
        where TId : struct, IId<TId> => id.Value.ToByteArray(bigEndian: true);

    internal static Guid GuidOf(byte[] bytes) => new(bytes, bigEndian: true);

    private sealed class PhoneConverter() : ValueConverter<PhoneNumber, string>(number => number.E164, text => PhoneNumber.FromStored(text));
}

/// <summary>An id as PostgreSQL's own type.</summary>
internal sealed class IdAsGuid<TId>() : ValueConverter<TId, Guid>(id => Conversions.ValueOf(id), value => Conversions.IdOf<TId>(value))
    where TId : struct, IId<TId>;

/// <summary>An id as 16 bytes, most significant first, so that bytes sort as the ids do.</summary>
internal sealed class IdAsBytes<TId>() : ValueConverter<TId, byte[]>(id => Conversions.BytesOf(id), bytes => Conversions.IdOf<TId>(Conversions.GuidOf(bytes)))
    where TId : struct, IId<TId>;
