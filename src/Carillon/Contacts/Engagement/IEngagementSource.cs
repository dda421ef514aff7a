using Carillon.Primitives;
using Carillon.Storage;

namespace Carillon.Contacts.Engagement;

/// <summary>What a room knows of people taking part: one implementation a kind of event.</summary>
public interface IEngagementSource
{
    /// <summary>What the events are, for people, in the plural: "answers".</summary>
    string Words { get; }

    /// <summary>What one event counts on its day (statistics.md §10: an order 10, an answer 5, a click 3, a delivery 0.1).</summary>
    double Weight { get; }

    /// <summary>The events of a workspace; composed into a larger query, never read whole.</summary>
    IQueryable<EngagementEvent> Of(CarillonDb db, WorkspaceId workspace);
}

/// <summary>A person took part.</summary>
public sealed class EngagementEvent
{
    /// <summary>Who.</summary>
    public ContactId Person { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }
}
