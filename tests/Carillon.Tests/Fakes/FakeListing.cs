namespace Carillon.Tests.Fakes;

/// <summary>How a fake provider's list of messages misbehaves.</summary>
public sealed class FakeListing
{
    private int _asked;

    /// <summary>How long a message stays unlisted after it was taken.</summary>
    public TimeSpan Lag { get; set; }

    /// <summary>The longest page, whatever is asked for.</summary>
    public int MostPerPage { get; set; } = 1000;

    /// <summary>Says for the n-th request (from 1) whether it is answered 500.</summary>
    public Func<int, bool>? Fails { get; set; }

    /// <summary>Lists in an order of its own.</summary>
    public bool IsShuffled { get; set; }

    /// <summary>What the provider makes of a body before it lists it (trimming, smart encoding).</summary>
    public Func<string, string>? Normalise { get; set; }

    /// <summary>How many times the list was asked for.</summary>
    public int AskedCount => _asked;

    /// <summary>Counts a request; true when it is to fail.</summary>
    internal bool Ask()
    {
        var number = Interlocked.Increment(ref _asked);
        return Fails is { } fails && fails(number);
    }

    internal string Words(Acceptance message) => Normalise?.Invoke(message.Body) ?? message.Body;

    /// <summary>The messages to a recipient that are listed now, newest first.</summary>
    internal List<Acceptance> Visible(IEnumerable<Acceptance> messages, DateTimeOffset now)
    {
        List<Acceptance> visible = [.. messages.Where(message => message.At <= now - Lag).OrderByDescending(message => message.At)];
        if (IsShuffled)
        {
            new Random(visible.Count).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(visible));
        }

        return visible;
    }
}
