using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Carillon.Compliance.Consent;
using Carillon.Storage;
using Carillon.Storage.Dialects;

namespace Carillon.Compliance.Ledger;

/// <summary>
/// The canonical form of a consent event: a JSON array of its fields in a fixed order, ids as 32 digits, the instant in microseconds since
/// 1970, values of lists by name. Its SHA-256 is the event's digest; the digest of several is that of theirs in the order of ids.
/// </summary>
public static class EventDigest
{
    /// <summary>The digest of one event; of one that was redacted, the digest it had before.</summary>
    public static byte[] Of(ConsentEvent entry)
    {
        if (entry.RedactedDigest is { } before)
        {
            return before;
        }

        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            json.WriteStringValue("event 1");
            json.WriteStringValue(entry.Id.ToString());
            json.WriteNumberValue(Instants.ToMicroseconds(entry.At));
            json.WriteStringValue(entry.Phone.E164);
            json.WriteStringValue(entry.ContactId?.ToString());
            json.WriteStringValue(entry.Channel.ToString());
            json.WriteStringValue(entry.Kind.ToString());
            json.WriteStringValue(entry.Method.ToString());
            json.WriteStringValue(entry.Purpose?.ToString());
            json.WriteStringValue(entry.Keyword);
            json.WriteStringValue(entry.Text);
            json.WriteStringValue(entry.Evidence);
            json.WriteStringValue(entry.MessageId?.ToString());
            json.WriteStringValue(entry.CampaignId?.ToString());
            json.WriteStringValue(entry.Actor);
            json.WriteEndArray();
        }

        return SHA256.HashData(buffer.WrittenSpan);
    }

    /// <summary>The digest of the events that one entry covers.</summary>
    public static byte[] Of(IEnumerable<ConsentEvent> entries)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var entry in entries.OrderBy(entry => entry.Id.Value))
        {
            hash.AppendData(Of(entry));
        }

        return hash.GetHashAndReset();
    }

    /// <summary>The digest of the agreements that a batch of an import declared.</summary>
    public static byte[] OfImported(ImportTurn turn, IReadOnlyList<DeclaredConsent> agreed, string? source, string actor) => Of(agreed.Select(consent => new ConsentEvent
    {
        Id = consent.EventId,
        WorkspaceId = turn.WorkspaceId,
        At = turn.Now,
        Phone = Primitives.PhoneNumber.FromStored(consent.Phone),
        ContactId = consent.ContactId,
        Channel = Primitives.Channel.Sms,
        Kind = ConsentEventKind.Imported,
        Method = ConsentMethod.Import,
        Text = source,
        Actor = actor,
    }));
}
