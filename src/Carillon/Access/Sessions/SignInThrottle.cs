using System.Net;
using System.Net.Sockets;

namespace Carillon.Access.Sessions;

/// <summary>
/// Slows guessing. From the fifth failure on, each doubles the wait: of an account, of an address, and of a browser that has signed in to the account before.
/// A stranger's failures never keep the right person out: a browser that is known is counted by itself, and an address that is new to
/// an account has three tries, however long strangers elsewhere have to wait. An attempt counts as failed from its beginning, so many at once gain
/// nothing. Kept in memory, per node.
/// </summary>
public sealed class SignInThrottle(TimeProvider time)
{
    private const int FreeFailures = 5;
    private const int TriesOfFreshAddress = 3;
    private const int MostEntries = 50_000;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestWaitOfAddress = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Failures> _failures = [];

    /// <summary>Begins an attempt, or says how long to wait first.</summary>
    /// <param name="account">The normalised e-mail address, whether or not there is such an account.</param>
    /// <param name="address">Where the attempt comes from.</param>
    /// <param name="isKnownBrowser">Whether this browser signed in to this account before; then <paramref name="browser"/> names it.</param>
    /// <param name="browser">The browser's own name.</param>
    public SignInAttempt Begin(string account, IPAddress? address, bool isKnownBrowser, string? browser)
    {
        var from = NetworkOf(address);
        string[] keys = isKnownBrowser ? [$"browser {browser}"] : [$"account {account}", $"address {from}", $"pair {from} {account}"];
        lock (_lock)
        {
            var wait = isKnownBrowser ? WaitOf(keys[0], LongestWait) : WaitOfStranger(keys);
            if (wait > TimeSpan.Zero)
            {
                return new SignInAttempt.Wait(wait);
            }

            MakeRoom();
            foreach (var key in keys)
            {
                _failures[key] = new Failures(CountOf(key) + 1, time.GetTimestamp());
            }
        }

        return new SignInAttempt.Begun(keys);
    }

    /// <summary>Ends an attempt that succeeded: it was no failure, and the account's and browser's earlier ones are forgiven.</summary>
    public void Succeeded(SignInAttempt.Begun attempt)
    {
        lock (_lock)
        {
            foreach (var key in attempt.Keys)
            {
                if (key.StartsWith("address ", StringComparison.Ordinal) && _failures.TryGetValue(key, out var failures) && failures.Count > 1)
                {
                    _failures[key] = failures with { Count = failures.Count - 1 };
                }
                else
                {
                    _failures.Remove(key);
                }
            }
        }
    }

    /// <summary>IPv6 gives each customer a whole network, so it counts as one.</summary>
    private static string NetworkOf(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily is AddressFamily.InterNetworkV6 ? Convert.ToHexString(plain.GetAddressBytes().AsSpan(0, 8)) : plain.ToString();
    }

    private TimeSpan WaitOfStranger(string[] keys)
    {
        var ofAddress = WaitOf(keys[1], LongestWaitOfAddress);
        var ofAccount = CountOf(keys[2]) < TriesOfFreshAddress ? TimeSpan.Zero : WaitOf(keys[0], LongestWait);
        return ofAddress > ofAccount ? ofAddress : ofAccount;
    }

    private TimeSpan WaitOf(string key, TimeSpan longest)
    {
        if (!_failures.TryGetValue(key, out var failures) || failures.Count < FreeFailures)
        {
            return TimeSpan.Zero;
        }

        var whole = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, failures.Count - FreeFailures), longest.TotalSeconds));
        return whole - time.GetElapsedTime(failures.LastAt);
    }

    private int CountOf(string key) =>
        _failures.TryGetValue(key, out var failures) && time.GetElapsedTime(failures.LastAt) < Forgotten ? failures.Count : 0;

    private void MakeRoom()
    {
        if (_failures.Count < MostEntries)
        {
            return;
        }

        foreach (var (key, _) in _failures.OrderBy(entry => entry.Value.LastAt).Take(MostEntries / 10).ToList())
        {
            _failures.Remove(key);
        }
    }

    private readonly record struct Failures(int Count, long LastAt);
}

/// <summary>Whether an attempt to sign in may go on.</summary>
public abstract record SignInAttempt
{
    /// <summary>It may, and counts as a failure until it has succeeded.</summary>
    public sealed record Begun(IReadOnlyList<string> Keys) : SignInAttempt;

    /// <summary>Not before this time has passed.</summary>
    public sealed record Wait(TimeSpan Left) : SignInAttempt;
}
