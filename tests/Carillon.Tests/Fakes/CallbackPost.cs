using System.Net.Http.Headers;

namespace Carillon.Tests.Fakes;

/// <summary>What is wrong with a callback on purpose.</summary>
public enum CallbackTwist
{
    None,
    NoSignature,

    /// <summary>Signed with a key that is not the account's.</summary>
    WrongKey,

    /// <summary>Changed after it was signed.</summary>
    AlteredBody,

    /// <summary>Signed for another address; at OpenPhone, which signs none, the same as <see cref="WrongKey"/>.</summary>
    WrongUrl,

    /// <summary>Signed ten minutes ago; at Twilio, which signs no time, nothing.</summary>
    OldTime,
}

/// <summary>What a fake provider tells of one message by itself, a while after it took it.</summary>
public sealed record FakeFate(TimeSpan After, string Status, string? ErrorCode = null);

/// <summary>How a crowd of callbacks is disturbed on its way.</summary>
/// <param name="DuplicateShare">The share that is delivered twice.</param>
/// <param name="IsShuffled">Whether the order is changed.</param>
/// <param name="AtOnce">How many are on the way at a time.</param>
/// <param name="Seed">Makes it repeatable.</param>
public sealed record CallbackStorm(double DuplicateShare = 0, bool IsShuffled = false, int AtOnce = 32, int Seed = 1)
{
    /// <summary>The crowd as it will come.</summary>
    internal List<T> Disturb<T>(IEnumerable<T> crowd)
    {
        var random = new Random(Seed);
        List<T> disturbed = [];
        foreach (var one in crowd)
        {
            disturbed.Add(one);
            if (random.NextDouble() < DuplicateShare)
            {
                disturbed.Add(one);
            }
        }

        if (IsShuffled)
        {
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(disturbed));
        }

        return disturbed;
    }
}

/// <summary>Carries callbacks to the product, at most 64 connections wide.</summary>
internal sealed class CallbackPost : IDisposable
{
    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler { MaxConnectionsPerServer = 64, AllowAutoRedirect = false, UseProxy = false });

    /// <summary>Posts and gives the status answered; 0 when there was no answer.</summary>
    /// <param name="url">The address that was signed.</param>
    /// <param name="through">Where to carry it instead (scheme, host and port), if the signed one is not ours.</param>
    public async Task<int> SendAsync(Uri url, Uri? through, byte[] body, string type, IReadOnlyDictionary<string, string> headers, CancellationToken stop)
    {
        var target = through is null ? url : new Uri(through, url.PathAndQuery);
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using var response = await _invoker.SendAsync(request, stop);
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            // Nobody there: a provider would note it and perhaps come again.
            return 0;
        }
    }

    public void Dispose() => _invoker.Dispose();
}
