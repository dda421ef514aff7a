using Carillon.Primitives;

namespace Carillon.Storage.Dialects;

/// <summary>Names as they are stored, without a string for each reading and each writing.</summary>
internal static class StoredNames
{
    private static readonly string[] StatusTexts = [.. Enum.GetValues<MessageStatus>().Select(status => status.ToString())];
    private static readonly byte[][] StatusBytes = [.. StatusTexts.Select(System.Text.Encoding.UTF8.GetBytes)];

    /// <summary>The name of a status.</summary>
    public static string Of(MessageStatus status) => StatusTexts[(int)status];

    /// <summary>The status of a stored name.</summary>
    public static MessageStatus Status(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < StatusBytes.Length; i++)
        {
            if (name.SequenceEqual(StatusBytes[i]))
            {
                return (MessageStatus)i;
            }
        }

        throw new InvalidOperationException("A message stands at a status of another version.");
    }

    /// <summary>The status of a stored name.</summary>
    public static MessageStatus Status(string name) => Array.IndexOf(StatusTexts, name) is >= 0 and var place
        ? (MessageStatus)place
        : throw new InvalidOperationException($"A message stands at '{name}', a status of another version.");
}
