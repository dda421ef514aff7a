using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace Carillon.Channels.Wire;

/// <summary>
/// One HTTP exchange with a provider: no redirect, no repetition, one deadline for all of it, and an honest word about whether the
/// request left this machine.
/// </summary>
internal sealed class ProviderWire : IDisposable
{
    /// <summary>An answer longer than this is not one.</summary>
    private const int LongestAnswer = 4 * 1024 * 1024;

    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly HttpMessageInvoker _invoker;
    private readonly TimeSpan _deadline;
    private readonly TimeProvider _time;

    public ProviderWire(IHttpMessageHandlerFactory handlers, Provider provider, IOptions<ChannelsOptions> options, TimeProvider time)
    {
        // The bare invoker over the named client's handlers: HttpClient would add a second time-out of its own to every call.
        _invoker = new HttpMessageInvoker(handlers.CreateHandler(provider.ApiName()), disposeHandler: false);
        _deadline = TimeSpan.FromSeconds(options.Value.CallDeadlineSeconds);
        _time = time;
    }

    /// <summary>A request with its authorization, in HTTP/1.1 and nothing else.</summary>
    public static HttpRequestMessage Request(HttpMethod method, Uri url, string authorization, WireBody? body = null)
    {
        var request = new HttpRequestMessage(method, url)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
        };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return request;
    }

    /// <summary>Makes the exchange. Throws only when the caller's own token stops it.</summary>
    public async Task<WireOutcome> ExchangeAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var deadline = new CancellationTokenSource(_deadline, _time);
        using var stop = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), deadline);
        try
        {
            using var response = await _invoker.SendAsync(request, deadline.Token);
            var (body, isWhole) = await ReadBodyAsync(response.Content, cancellationToken, deadline.Token);
            return new WireOutcome.Answered(
                (int)response.StatusCode, body, isWhole, Wait(response.Headers.RetryAfter), response.Headers.Date);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return Failure(request.Content as WireBody, exception, deadline.IsCancellationRequested);
        }
    }

    public void Dispose() => _invoker.Dispose();

    private static async Task<(ReadOnlyMemory<byte> Body, bool IsWhole)> ReadBodyAsync(
        HttpContent content, CancellationToken ownStop, CancellationToken deadline)
    {
        var read = 0;
        var buffer = new byte[Math.Clamp(content.Headers.ContentLength ?? 4096, 1, LongestAnswer)];
        try
        {
            using var stream = await content.ReadAsStreamAsync(deadline);
            while (true)
            {
                if (read == buffer.Length)
                {
                    if (content.Headers.ContentLength == read || read >= LongestAnswer)
                    {
                        return (buffer, content.Headers.ContentLength == read);
                    }

                    Array.Resize(ref buffer, Math.Min(buffer.Length * 2, LongestAnswer));
                }

                var count = await stream.ReadAsync(buffer.AsMemory(read), deadline);
                if (count == 0)
                {
                    return (buffer.AsMemory(0, read), true);
                }

                read += count;
            }
        }
        catch (Exception) when (!ownStop.IsCancellationRequested)
        {
            // The status line came, and is enough where it is a refusal.
            return (buffer.AsMemory(0, read), false);
        }
    }

    private static WireOutcome Failure(WireBody? body, Exception exception, bool isLate)
    {
        if (body is { IsWithheld: true })
        {
            return new WireOutcome.Withheld();
        }

        var error = (exception as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown;
        if (body is { HasBegun: true })
        {
            return new WireOutcome.Lost(isLate ? "no answer in time"
                : error is HttpRequestError.ResponseEnded ? "connection ended before the answer"
                : "connection broke");
        }

        return new WireOutcome.NeverLeft(isLate ? "connect-timeout"
            : error is HttpRequestError.NameResolutionError ? "name-resolution"
            : error is HttpRequestError.SecureConnectionError ? "tls"
            : error is HttpRequestError.ProxyTunnelError ? "proxy"
            : "connect");
    }

    private TimeSpan? Wait(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date is { } until ? until - _time.GetUtcNow() : null);
        return wait is not { } known ? null
            : known < TimeSpan.Zero ? TimeSpan.Zero
            : known > LongestWait ? LongestWait
            : known;
    }
}
