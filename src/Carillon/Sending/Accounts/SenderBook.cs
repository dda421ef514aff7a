using Carillon.Access.Audit;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Sending.Dispatch;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Sending.Accounts;

/// <summary>Adding, changing and removing the addresses we send from; pages and API do it here.</summary>
public sealed class SenderBook(CarillonDb db, PoolBook pools, ICampaignUses uses, EngineView view, AuditLog audit, TimeProvider time)
{
    /// <summary>Adds one to a login that was looked at.</summary>
    public async Task<SenderOutcome> AddAsync(SenderDraft draft, CancellationToken cancellationToken)
    {
        if (await IsTakenAsync(draft, cancellationToken))
        {
            return new SenderOutcome.InUse();
        }

        var sender = new Sender
        {
            Id = Id.New<SenderId>(time),
            WorkspaceId = db.Workspace,
            AccountId = draft.AccountId,
            Channel = Channel.Sms,
            Address = draft.Address,
            ProviderRef = draft.ProviderRef,
            DisplayName = draft.DisplayName,
            CallerName = draft.CallerName,
            Limits = draft.Limits,
            Registration = draft.Registration,
            AnswersKeywords = draft.AnswersKeywords,
            Carriers = draft.Carriers,
            CreatedAt = time.GetUtcNow().Stored(),
        };
        await using var write = await db.BeginWriteAsync(cancellationToken);
        if (await IsTakenAsync(draft, cancellationToken))
        {
            return new SenderOutcome.InUse();
        }

        db.Senders.Add(sender);
        await audit.AddAsync(db, new AuditNote(AuditActions.SenderMade, $"sender:{sender.Id}", ("account", draft.AccountId)), cancellationToken);
        await write.CommitAsync(cancellationToken);
        view.Refresh();
        return new SenderOutcome.Done(sender);
    }

    /// <summary>Keeps the changes of a tracked one; they bite within a second, and one that the provider had refused is tried again.</summary>
    public async Task SaveAsync(Sender sender, CancellationToken cancellationToken)
    {
        db.ChangeTracker.DetectChanges();
        var changed = db.Entry(sender).Properties.Where(property => property.IsModified).Select(property => property.Metadata.Name).ToList();
        await SenderStop.LiftAsync(db, [sender], time.GetUtcNow(), cancellationToken);
        await using var write = await db.BeginWriteAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        if (changed.Count > 0)
        {
            await audit.AddAsync(db, new AuditNote(AuditActions.SenderChanged, $"sender:{sender.Id}", ("changed", string.Join(", ", changed))), cancellationToken);
        }

        await write.CommitAsync(cancellationToken);
        view.Refresh();
    }

    /// <summary>Removes one that never sent, from its pools too.</summary>
    public async Task<SenderOutcome> RemoveAsync(SenderId id, CancellationToken cancellationToken)
    {
        if (await db.Senders.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } sender)
        {
            return new SenderOutcome.NotFound();
        }

        if (await db.OutboundMessages.AnyAsync(message => message.SenderId == id, cancellationToken))
        {
            return new SenderOutcome.InUse();
        }

        if (await uses.OfSenderAsync(db, id, cancellationToken) is { } campaign)
        {
            return new SenderOutcome.Needed(campaign);
        }

        await pools.LeaveAsync(id, cancellationToken);
        await using var write = await db.BeginWriteAsync(cancellationToken);
        db.Senders.Remove(sender);
        await audit.AddAsync(db, new AuditNote(AuditActions.SenderRemoved, $"sender:{id}"), cancellationToken);
        await write.CommitAsync(cancellationToken);
        view.Refresh();
        return new SenderOutcome.Done(sender);
    }

    private Task<bool> IsTakenAsync(SenderDraft draft, CancellationToken cancellationToken) =>
        db.Senders.AnyAsync(row => row.AccountId == draft.AccountId && row.Channel == Channel.Sms && row.Address == draft.Address, cancellationToken);
}

/// <summary>An address to be added, checked.</summary>
public sealed record SenderDraft(AccountId AccountId, string Address)
{
    /// <summary>The provider's own name for it.</summary>
    public string? ProviderRef { get; init; }

    /// <summary>What people call it.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The name shown to the called.</summary>
    public string? CallerName { get; init; }

    /// <summary>How fast it may send.</summary>
    public Limits Limits { get; init; } = Limits.None;

    /// <summary>Whether the carriers let it send.</summary>
    public Registration Registration { get; init; } = Registration.Active;

    /// <summary>Whether the provider answers the keywords itself.</summary>
    public bool AnswersKeywords { get; init; } = true;

    /// <summary>What is registered with the carriers; null: not entered.</summary>
    public CarrierRegistration? Carriers { get; init; }
}

/// <summary>What came of adding or removing a sender.</summary>
public abstract record SenderOutcome
{
    private SenderOutcome()
    {
    }

    /// <summary>It is done.</summary>
    public sealed record Done(Sender Sender) : SenderOutcome;

    /// <summary>Its address is a sender already, or messages were sent from it.</summary>
    public sealed record InUse : SenderOutcome;

    /// <summary>A campaign that is planned or not over leaves from it.</summary>
    /// <param name="Campaign">Its name.</param>
    public sealed record Needed(string Campaign) : SenderOutcome;

    /// <summary>There is none here.</summary>
    public sealed record NotFound : SenderOutcome;
}
