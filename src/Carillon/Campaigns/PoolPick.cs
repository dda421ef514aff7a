using System.Buffers.Binary;
using System.Security.Cryptography;
using Carillon.Campaigns.Planning;
using Carillon.Compliance.QuietHours;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Accounts;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Campaigns;

/// <summary>
/// Gives each recipient of a pool its sender. Only senders whose registration is active take part. Whoever has no sender of their own yet gets
/// one by a hash of person and sender, so that a second launch, the plan and another node say the same, and a sender that leaves the pool moves its people only.
/// </summary>
public sealed class PoolPick
{
    private readonly PoolStrategy _strategy;
    private readonly IReadOnlyList<Member> _members;

    private PoolPick(PoolStrategy strategy, IReadOnlyList<Member> members) => (_strategy, _members) = (strategy, members);

    /// <summary>The senders that take part, in the pool's order.</summary>
    public IReadOnlyList<SenderId> Senders => [.. _members.Select(member => member.Id)];

    /// <summary>Reads a campaign's pool; null: it leaves from one sender, or nobody of the pool may send.</summary>
    public static async Task<PoolPick?> OfAsync(CarillonDb db, Campaign campaign, CancellationToken cancellationToken)
    {
        if (campaign.PoolId is not { } id || await db.SenderPools.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.WorkspaceId == campaign.WorkspaceId, cancellationToken) is not { } pool)
        {
            return null;
        }

        var wanted = pool.SenderIds;
        var senders = await db.Senders.AsNoTracking().Where(row => wanted.Contains(row.Id) && row.WorkspaceId == campaign.WorkspaceId && row.Channel == campaign.Channel).ToListAsync(cancellationToken);
        var active = senders.Exists(sender => sender.Registration == Registration.Active) ? senders.FindAll(sender => sender.Registration == Registration.Active) : senders;
        return active.Count == 0 ? null : new PoolPick(pool.Strategy, [.. active.OrderBy(sender => wanted.IndexOf(sender.Id)).Select(Member.Of)]);
    }

    /// <summary>The sender of each of a page of recipients.</summary>
    /// <param name="db">Where it is known who wrote to whom.</param>
    /// <param name="workspace">Whose.</param>
    /// <param name="page">The recipients in order.</param>
    /// <param name="before">How many stand before them.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<IReadOnlyList<SenderId>> ForAsync(CarillonDb db, WorkspaceId workspace, IReadOnlyList<PlannedRecipient> page, int before, CancellationToken cancellationToken)
    {
        switch (_strategy)
        {
            case PoolStrategy.RoundRobin:
                return [.. page.Select((_, i) => _members[(before + i) % _members.Count].Id)];
            case PoolStrategy.AreaCode:
                return [.. page.Select(person => ByHash(person.Contact, Near(person.To)))];
            case PoolStrategy.Sticky:
                var known = await LastAsync(db, workspace, [.. page.Select(person => person.Contact)], cancellationToken);
                return [.. page.Select(person => known.TryGetValue(person.Contact, out var last) ? last : ByHash(person.Contact, _members))];
            default:
                throw new InvalidOperationException($"No rule for {_strategy}.");
        }
    }

    /// <summary>Which sender of the pool each person heard from last.</summary>
    private async Task<Dictionary<ContactId, SenderId>> LastAsync(CarillonDb db, WorkspaceId workspace, List<ContactId> people, CancellationToken cancellationToken)
    {
        var senders = Senders.ToList();
        var heard = await db.OutboundMessages.AsNoTracking()
            .Where(row => row.WorkspaceId == workspace && row.ContactId != null && people.Contains(row.ContactId.Value) && senders.Contains(row.SenderId)
                && row.Status != MessageStatus.Skipped && row.Status != MessageStatus.Cancelled)
            .GroupBy(row => new { row.ContactId, row.SenderId })
            .Select(group => new { group.Key.ContactId, group.Key.SenderId, Last = group.Max(row => row.QueuedAt) })
            .ToListAsync(cancellationToken);
        return heard.GroupBy(row => row.ContactId!.Value) // the query asks for people
            .ToDictionary(group => group.Key, group => group.OrderByDescending(row => row.Last).ThenBy(row => row.SenderId).First().SenderId);
    }

    /// <summary>The senders nearest to a number: of its area code, else of its state, else all.</summary>
    private IReadOnlyList<Member> Near(PhoneNumber? to)
    {
        if (to is not { } number)
        {
            return _members;
        }

        var code = Member.CodeOf(number.E164);
        var ofCode = _members.Where(member => member.Code is not null && member.Code == code).ToList();
        if (ofCode.Count > 0)
        {
            return ofCode;
        }

        var regions = Whereabouts.Of(number, null, null).Regions;
        var ofState = _members.Where(member => member.Regions.Intersect(regions).Any()).ToList();
        return ofState.Count > 0 ? ofState : _members;
    }

    private static SenderId ByHash(ContactId person, IReadOnlyList<Member> members) => members.Count == 1 ? members[0].Id : members.MaxBy(member => Rank(person, member.Id))!.Id; // never none

    private static ulong Rank(ContactId person, SenderId sender)
    {
        Span<byte> both = stackalloc byte[32];
        Span<byte> hash = stackalloc byte[32];
        person.Value.TryWriteBytes(both);
        sender.Value.TryWriteBytes(both[16..]);
        SHA256.HashData(both, hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }

    private sealed record Member(SenderId Id, string? Code, IReadOnlyList<string> Regions)
    {
        public static Member Of(Sender sender) => new(
            sender.Id, CodeOf(sender.Address), PhoneNumber.TryParseE164(sender.Address, out var number) ? Whereabouts.Of(number, null, null).Regions : []);

        public static string? CodeOf(string address) => address is ['+', '1', ..] && address.Length == 12 ? address[2..5] : null;
    }
}
