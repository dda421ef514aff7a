using Microsoft.AspNetCore.Http.Features;

namespace Carillon.Server.Web.Edge;

/// <summary>
/// A caller who is still sending does not read: answered too early, it finds a broken pipe instead of the answer. So of a body that is too large some is read away, unseen and within
/// seconds, before the refusal is written.
/// </summary>
internal static class SpareBodies
{
    private const long Most = 16 * 1024 * 1024;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Refuses a body that says itself that it is larger than its route takes, before anybody reads of it: once the server has refused a read, it
    /// reads nothing away any more.
    /// </summary>
    public static void RefuseAnnounced(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { MaxRequestBodySize: { } most } && context.Request.ContentLength > most)
        {
            throw new BadHttpRequestException("The body is larger than this address takes.", StatusCodes.Status413PayloadTooLarge);
        }
    }

    public static async Task ReadAwayAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null; // it has been refused; what comes is thrown away
        }

        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        using var timer = time.CreateTimer(_ => deadline.Cancel(), null, Longest, Timeout.InfiniteTimeSpan);
        var buffer = new byte[64 * 1024];
        try
        {
            var read = 1;
            for (var all = 0L; read > 0 && all < Most; all += read)
            {
                read = await context.Request.Body.ReadAsync(buffer, deadline.Token);
            }
        }
        catch (Exception broken) when (broken is IOException or BadHttpRequestException or OperationCanceledException or InvalidOperationException)
        {
            // What is left cannot be read: the answer is written all the same.
        }
    }
}
