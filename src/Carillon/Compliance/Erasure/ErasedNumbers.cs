using System.Security.Cryptography;
using System.Text;
using Carillon.Access;
using Carillon.Compliance.Consent;
using Carillon.Compliance.Ledger;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Compliance.Erasure;

/// <summary>
/// Numbers of people who asked to be forgotten, kept only as a keyed hash: what forbids to text them stays, who they are does not.
/// <para>
/// The hash (HMAC-SHA-256 by a key derived from the master key, 90 bits of it) stands in the place of the number, in suppressions and in the ledger.
/// When such a number comes back, by hand, by an import or by a text, what forbids it is written in plain again in the same step,
/// before anybody could be texted.
/// </para>
/// </summary>
public sealed class ErasedNumbers(MasterKey master)
{
    private const int LettersOfHash = 15;
    private const int NumbersOfALook = 500;
    private readonly byte[] _key = master.Derive("erased numbers");

    /// <summary>Whether a stored number is only the hash of one.</summary>
    public static bool IsErased(PhoneNumber stored) => stored.E164.StartsWith('#');

    /// <summary>What stands in a number's place.</summary>
    public PhoneNumber HashOf(WorkspaceId workspace, PhoneNumber phone)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{workspace} {phone.E164}"), hash);
        var text = Convert.ToBase64String(hash).Replace('+', '-').Replace('/', '_');
        return PhoneNumber.FromStored($"#{text[..LettersOfHash]}");
    }

    /// <summary>
    /// Forgets a number in the caller's write transaction: suppressions stay under its hash, consent and questions that wait for a yes go, and the
    /// ledger and the reviews are kept without number, words and traces of the person. A number without suppression leaves none. Reviews that are
    /// still open are the caller's to end before.
    /// </summary>
    public async Task ForgetAsync(CarillonDb db, WorkspaceId workspace, PhoneNumber phone, CancellationToken cancellationToken)
    {
        var hash = HashOf(workspace, phone);
        var suppressions = await db.Suppressions.Where(row => row.WorkspaceId == workspace && row.Phone == phone).ToListAsync(cancellationToken);
        await MoveAsync(db, suppressions, hash, cancellationToken);
        await db.ConsentStates.Where(row => row.WorkspaceId == workspace && row.Phone == phone).ExecuteDeleteAsync(cancellationToken);
        await db.PendingOptIns.Where(row => row.WorkspaceId == workspace && row.Phone == phone).ExecuteDeleteAsync(cancellationToken);
        await db.OptOutReviews.Where(row => row.WorkspaceId == workspace && row.Phone == phone).ExecuteUpdateAsync(
            row => row.SetProperty(x => x.Phone, hash).SetProperty(x => x.Text, "").SetProperty(x => x.ContactId, (ContactId?)null), cancellationToken);
        foreach (var entry in await db.ConsentEvents.AsNoTracking().Where(row => row.WorkspaceId == workspace && row.Phone == phone).ToListAsync(cancellationToken))
        {
            var digest = EventDigest.Of(entry);
            await db.ConsentEvents.Where(row => row.Id == entry.Id).ExecuteUpdateAsync(
                row => row.SetProperty(x => x.RedactedDigest, digest).SetProperty(x => x.Phone, hash).SetProperty(x => x.Text, (string?)null)
                    .SetProperty(x => x.Evidence, (string?)null).SetProperty(x => x.ContactId, (ContactId?)null),
                cancellationToken);
        }
    }

    /// <summary>Whether a workspace has any, so that who writes many numbers need not look each up.</summary>
    public static async Task<bool> AnyAsync(CarillonDb db, WorkspaceId workspace, CancellationToken cancellationToken)
    {
        var id = new StoredId(db, workspace.Value);
        return await db.Database.SqlQuery<int>($"SELECT 1 AS \"Value\" FROM suppression WHERE workspace_id = {id.Parameter} AND phone LIKE '#%' LIMIT 1").AnyAsync(cancellationToken);
    }

    /// <summary>Numbers come back, in the caller's write transaction: what forbids to text them stands in plain again.</summary>
    /// <returns>How many of them something forbids.</returns>
    public async Task<int> ReturnAsync(CarillonDb db, WorkspaceId workspace, IReadOnlyCollection<PhoneNumber> phones, CancellationToken cancellationToken)
    {
        var returned = 0;
        foreach (var chunk in phones.Distinct().Chunk(NumbersOfALook))
        {
            var byHash = chunk.ToDictionary(phone => HashOf(workspace, phone));
            var hashes = byHash.Keys.ToList();
            var kept = await db.Suppressions.Where(row => row.WorkspaceId == workspace && hashes.Contains(row.Phone)).ToListAsync(cancellationToken);
            foreach (var ofOne in kept.GroupBy(row => row.Phone))
            {
                returned++;
                await UnsubscribeAsync(db, ofOne.Where(row => row.Reason == SkipReason.OptedOut), byHash[ofOne.Key], cancellationToken);
                await MoveAsync(db, [.. ofOne], byHash[ofOne.Key], cancellationToken);
            }
        }

        return returned;
    }

    private static async Task MoveAsync(CarillonDb db, IReadOnlyList<Suppression> suppressions, PhoneNumber to, CancellationToken cancellationToken)
    {
        foreach (var suppression in suppressions)
        {
            db.Suppressions.Remove(suppression);
            if (await db.Suppressions.FindAsync([suppression.WorkspaceId, to, suppression.Channel, suppression.Reason], cancellationToken) is null)
            {
                db.Suppressions.Add(new Suppression
                {
                    WorkspaceId = suppression.WorkspaceId,
                    Phone = to,
                    Channel = suppression.Channel,
                    Reason = suppression.Reason,
                    At = suppression.At,
                });
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private static async Task UnsubscribeAsync(CarillonDb db, IEnumerable<Suppression> optOuts, PhoneNumber phone, CancellationToken cancellationToken)
    {
        foreach (var optOut in optOuts)
        {
            foreach (var purpose in Enum.GetValues<Purpose>())
            {
                var state = await db.ConsentStates.FindAsync([optOut.WorkspaceId, phone, optOut.Channel, purpose], cancellationToken);
                if (state is null)
                {
                    db.ConsentStates.Add(new ConsentState
                    {
                        WorkspaceId = optOut.WorkspaceId,
                        Phone = phone,
                        Channel = optOut.Channel,
                        Purpose = purpose,
                        Status = ConsentStatus.Unsubscribed,
                        BeforeOptOut = ConsentStatus.Unknown,
                        ConfirmedAt = optOut.At,
                    });
                }
            }
        }
    }
}
