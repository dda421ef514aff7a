using Carillon.Primitives;
using Carillon.Storage;

namespace Carillon.Contacts;

/// <summary>Which campaigns still need what somebody wants to remove. Only the room of campaigns knows; the answer is a campaign's name, or null: none does.</summary>
public interface ICampaignUses
{
    /// <summary>A campaign that is planned, or whose recipients are not all chosen yet, and names the list.</summary>
    Task<string?> OfListAsync(CarillonDb db, ContactListId list, CancellationToken cancellationToken);

    /// <summary>As of a list, for a segment.</summary>
    Task<string?> OfSegmentAsync(CarillonDb db, SegmentId segment, CancellationToken cancellationToken);

    /// <summary>A campaign that is planned or not over and leaves from the sender, or from a pool that has no other.</summary>
    Task<string?> OfSenderAsync(CarillonDb db, SenderId sender, CancellationToken cancellationToken);
}

/// <summary>What came of removing something.</summary>
public abstract record Removal
{
    private Removal()
    {
    }

    /// <summary>It is gone.</summary>
    public sealed record Done : Removal;

    /// <summary>There is none.</summary>
    public sealed record NotFound : Removal;

    /// <summary>It is needed, and stays.</summary>
    /// <param name="Why">By what, and what to do, a sentence or two.</param>
    public sealed record InUse(string Why) : Removal;
}
