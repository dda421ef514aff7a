using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carillon.Server.Web.Api;

/// <summary>Server-sent events of something that moves: its present state at once, then each change, at most twice a second, until it is at rest.</summary>
public sealed class LiveUpdates(TimeProvider time, IHostApplicationLifetime lifetime, IHttpContextAccessor http)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    // Proxies close what stays silent; the present state again costs nobody anything.
    private const int LooksBetweenRepeats = 30;

    /// <summary>An answer that follows a state.</summary>
    /// <param name="kind">The name of the events: <c>progress</c>.</param>
    /// <param name="look">Reads the present state; null: it is gone, and the stream ends. Each look opens its own context.</param>
    /// <param name="isLast">Whether nothing will change any more.</param>
    /// <param name="cancellationToken">The request's.</param>
    public ServerSentEventsResult<T> Follow<T>(
        string kind, Func<CancellationToken, Task<T?>> look, Func<T, bool> isLast, CancellationToken cancellationToken)
        where T : class => TypedResults.ServerSentEvents(http.HttpContext?.IsHead() is true ? NoneAsync<T>() : StatesAsync(kind, look, isLast, cancellationToken));

    /// <summary>Whoever asks for the head alone waits for no event.</summary>
    private static async IAsyncEnumerable<SseItem<T>> NoneAsync<T>()
    {
        await Task.CompletedTask;
        yield break;
    }

    private async IAsyncEnumerable<SseItem<T>> StatesAsync<T>(
        string kind, Func<CancellationToken, Task<T?>> look, Func<T, bool> isLast, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        byte[] told = [];
        for (var silent = 0; !stop.IsCancellationRequested; silent++)
        {
            var state = await look(stop.Token);
            if (state is null)
            {
                yield break;
            }

            var said = JsonSerializer.SerializeToUtf8Bytes(state, ApiJson.Options);
            if (silent >= LooksBetweenRepeats || !said.AsSpan().SequenceEqual(told))
            {
                (told, silent) = (said, 0);
                yield return new SseItem<T>(state, kind);
            }

            if (isLast(state))
            {
                yield break;
            }

            await Task.Delay(Pause, time, stop.Token).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
