using Carillon.Access;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Compliance.Erasure;
using Carillon.Compliance.Ledger;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Receiving.Proofs;

/// <summary>Everything that is known of one number, in one file: for a question of the person, of a carrier, or of a court.</summary>
public sealed class NumberProof(CarillonDb db, ErasedNumbers erased, TimeProvider time)
{
    private const int MostMessages = 20_000;

    /// <summary>Gathers it. A number of which nothing is known gives an empty file; one that was erased gives what its hash still says.</summary>
    public async Task<ProofFile> OfAsync(PhoneNumber phone, CancellationToken cancellationToken)
    {
        var hash = erased.HashOf(db.Workspace, phone);
        var keys = new List<PhoneNumber> { phone, hash };
        var workspace = await db.Set<Workspace>().AsNoTracking().SingleAsync(row => row.Id == db.Workspace, cancellationToken);
        var contact = await db.Set<Contact>().AsNoTracking().SingleOrDefaultAsync(row => row.Phone == phone, cancellationToken);
        var states = await db.OfScope<ConsentState>().AsNoTracking().Where(row => row.Phone == phone).OrderBy(row => row.Channel).ThenBy(row => row.Purpose).ToListAsync(cancellationToken);
        var suppressions = await db.OfScope<Suppression>().AsNoTracking().Where(row => keys.Contains(row.Phone)).OrderBy(row => row.At).ToListAsync(cancellationToken);
        var events = await db.OfScope<ConsentEvent>().AsNoTracking().Where(row => keys.Contains(row.Phone)).OrderBy(row => row.At).ThenBy(row => row.Id).ToListAsync(cancellationToken);
        var sequences = events.Select(row => row.LedgerSequence).OfType<long>().Distinct().ToList();
        var seals = await db.LedgerEntries.AsNoTracking().Where(row => sequences.Contains(row.Sequence)).ToDictionaryAsync(row => row.Sequence, cancellationToken);
        return new ProofFile
        {
            MadeAt = time.GetUtcNow(),
            Seller = new ProofSeller(workspace.Name, workspace.Brand.Name, workspace.Brand.Help, workspace.Brand.PostalAddress),
            Phone = phone,
            IsErased = suppressions.Exists(row => ErasedNumbers.IsErased(row.Phone)) || events.Exists(row => ErasedNumbers.IsErased(row.Phone)),
            Contact = contact is null ? null : new ProofContact(contact.Id, contact.FirstName, contact.LastName, contact.Email, contact.CreatedAt),
            Consents = [.. states.Select(row => new ProofConsent(row.Channel, row.Purpose, row.Status, row.Basis, row.ConfirmedAt, row.ExpiresAt, row.Source))],
            Suppressions = [.. suppressions.Select(row => new ProofSuppression(row.Channel, row.Reason, row.At))],
            Events = [.. events.Select(row => ProofEvent.Of(row, row.LedgerSequence is { } sequence ? seals.GetValueOrDefault(sequence) : null))],
            Messages = await MessagesAsync(phone, cancellationToken),
            Decisions = await DecisionsAsync(phone, cancellationToken),
        };
    }

    private async Task<IReadOnlyList<ProofDecision>> DecisionsAsync(PhoneNumber phone, CancellationToken cancellationToken)
    {
        var messages = db.OfScope<OutboundMessage>().Where(message => message.To == phone).Select(message => message.Id);
        var rows = await db.SendDecisions.AsNoTracking().Where(row => messages.Contains(row.MessageId))
            .OrderByDescending(row => row.At).Take(MostMessages).ToListAsync(cancellationToken);
        return
        [
            .. rows.OrderBy(row => row.At).ThenBy(row => row.Id).Select(row => new ProofDecision(
                row.MessageId, row.At, row.Kind, row.Rule, row.Pack, row.Until, System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(row.Facts))),
        ];
    }

    private async Task<IReadOnlyList<ProofMessage>> MessagesAsync(PhoneNumber phone, CancellationToken cancellationToken)
    {
        var outbound = await db.OfScope<OutboundMessage>().AsNoTracking().Where(row => row.To == phone).OrderByDescending(row => row.QueuedAt).Take(MostMessages).ToListAsync(cancellationToken);
        var inbound = await db.OfScope<InboundMessage>().AsNoTracking().Where(row => row.From == phone).OrderByDescending(row => row.ReceivedAt).Take(MostMessages).ToListAsync(cancellationToken);
        return
        [
            .. outbound.Select(row => new ProofMessage(
                    row.Id, "outbound", row.QueuedAt, row.SentAt, row.DeliveredAt, row.CampaignId, row.Purpose, row.Status, row.Reason, row.Body, row.ProviderMessageId))
                .Concat(inbound.Select(row => new ProofMessage(
                    row.Id, "inbound", row.ReceivedAt, null, null, row.CampaignId, null, MessageStatus.Received, null, row.Body, row.ProviderMessageId)))
                .OrderBy(row => row.At).ThenBy(row => row.Id),
        ];
    }
}

/// <summary>The file.</summary>
public sealed record ProofFile
{
    /// <summary>When it was made.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Who texted.</summary>
    public required ProofSeller Seller { get; init; }

    /// <summary>The number asked for.</summary>
    public required PhoneNumber Phone { get; init; }

    /// <summary>Whether its person was erased; then words and names are gone.</summary>
    public required bool IsErased { get; init; }

    /// <summary>Who is known under it now.</summary>
    public required ProofContact? Contact { get; init; }

    /// <summary>What was agreed to, as it stands.</summary>
    public required IReadOnlyList<ProofConsent> Consents { get; init; }

    /// <summary>What forbids to text it.</summary>
    public required IReadOnlyList<ProofSuppression> Suppressions { get; init; }

    /// <summary>The ledger's events, oldest first, each with its seal.</summary>
    public required IReadOnlyList<ProofEvent> Events { get; init; }

    /// <summary>Texts in both directions, oldest first.</summary>
    public required IReadOnlyList<ProofMessage> Messages { get; init; }

    /// <summary>Each time a rule held or refused one of these texts, oldest first, with the facts it was applied to.</summary>
    public required IReadOnlyList<ProofDecision> Decisions { get; init; }
}

/// <summary>Who texted.</summary>
public sealed record ProofSeller(string Workspace, string? Brand, string? Help, string? PostalAddress);

/// <summary>Who is known under the number.</summary>
public sealed record ProofContact(ContactId Id, string? FirstName, string? LastName, string? Email, DateTimeOffset CreatedAt);

/// <summary>One consent.</summary>
public sealed record ProofConsent(
    Channel Channel, Purpose Purpose, ConsentStatus Status, ConsentBasis Basis, DateTimeOffset ConfirmedAt, DateTimeOffset? ExpiresAt, string? Source);

/// <summary>One reason not to text.</summary>
public sealed record ProofSuppression(Channel Channel, SkipReason Reason, DateTimeOffset Since);

/// <summary>One event of the ledger.</summary>
public sealed record ProofEvent(
    ConsentEventId Id, DateTimeOffset At, Channel Channel, ConsentEventKind Kind, ConsentMethod Method, Purpose? Purpose, string? Keyword, string? Text,
    System.Text.Json.JsonElement? Evidence, MessageId? MessageId, CampaignId? CampaignId, string Actor, bool IsRedacted, string Digest, long? LedgerEntry, string? LedgerHash)
{
    internal static ProofEvent Of(ConsentEvent row, LedgerEntry? seal) => new(
        row.Id, row.At, row.Channel, row.Kind, row.Method, row.Purpose, row.Keyword, row.Text,
        row.Evidence is { } evidence ? System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(evidence) : null,
        row.MessageId, row.CampaignId, row.Actor, row.RedactedDigest is not null, Convert.ToHexStringLower(EventDigest.Of(row)), row.LedgerSequence,
        seal is null ? null : Convert.ToHexStringLower(seal.Hash));
}

/// <summary>One text.</summary>
public sealed record ProofMessage(
    MessageId Id, string Direction, DateTimeOffset At, DateTimeOffset? SentAt, DateTimeOffset? DeliveredAt, CampaignId? CampaignId, Purpose? Purpose, MessageStatus Status,
    string? Reason, string? Body, string? ProviderMessageId);

/// <summary>One decision of the rules.</summary>
public sealed record ProofDecision(MessageId MessageId, DateTimeOffset At, DecisionKind Kind, string Rule, string Pack, DateTimeOffset? Until, System.Text.Json.JsonElement Facts);
