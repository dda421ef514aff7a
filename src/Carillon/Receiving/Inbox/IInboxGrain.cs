namespace Carillon.Receiving.Inbox;

/// <summary>One partition of what providers told.</summary>
public interface IInboxGrain : IGrainWithIntegerKey
{
    /// <summary>Has it look soon; does not wait for the work.</summary>
    Task WakeAsync();
}
