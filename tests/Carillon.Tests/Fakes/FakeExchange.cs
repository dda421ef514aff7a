using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Carillon.Tests.Fakes;

/// <summary>One request to a fake server and the ways it can end.</summary>
public readonly struct FakeExchange(IFeatureCollection features)
{
    private readonly IHttpRequestFeature _request = features.Get<IHttpRequestFeature>()!;

    public string Method => _request.Method;

    /// <summary>The path, decoded, without the query.</summary>
    public string Path => _request.Path;

    /// <summary>The query with its question mark, or nothing.</summary>
    public string Query => _request.QueryString;

    /// <summary>A header, or null.</summary>
    public string? Header(string name) => _request.Headers.TryGetValue(name, out var value) ? (string?)value : null;

    /// <summary>All headers by lower-case name.</summary>
    public Dictionary<string, string> Headers() =>
        _request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString(), StringComparer.Ordinal);

    /// <summary>The whole body.</summary>
    public async Task<byte[]> ReadBodyAsync()
    {
        var reader = features.Get<IRequestBodyPipeFeature>()!.Reader;
        while (true)
        {
            var read = await reader.ReadAsync();
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Answers.</summary>
    public async Task AnswerAsync(int status, ReadOnlyMemory<byte> body, string type = "application/json", TimeSpan? retryAfter = null)
    {
        Begin(status, body.Length, type, retryAfter);
        if (!body.IsEmpty)
        {
            await features.Get<IHttpResponseBodyFeature>()!.Writer.WriteAsync(body);
        }
    }

    /// <summary>Answers with a text.</summary>
    public Task AnswerAsync(int status, string body, string type = "application/json", TimeSpan? retryAfter = null) =>
        AnswerAsync(status, Encoding.UTF8.GetBytes(body), type, retryAfter);

    /// <summary>Adds a header to the answer to come.</summary>
    public void SetHeader(string name, string value) => features.Get<IHttpResponseFeature>()!.Headers[name] = value;

    /// <summary>Sends the first half of an answer and drops the connection.</summary>
    public async Task CutAsync(int status, ReadOnlyMemory<byte> body)
    {
        Begin(status, body.Length, "application/json", null);
        await features.Get<IHttpResponseBodyFeature>()!.Writer.WriteAsync(body[..(body.Length / 2)]);

        // Ending short of the length promised makes the server close the connection.
    }

    /// <summary>Sends an answer byte by byte.</summary>
    public async Task DripAsync(int status, ReadOnlyMemory<byte> body, TimeSpan between, TimeProvider time, CancellationToken stop)
    {
        Begin(status, body.Length, "application/json", null);
        var writer = features.Get<IHttpResponseBodyFeature>()!.Writer;
        for (var at = 0; at < body.Length; at++)
        {
            await writer.WriteAsync(body.Slice(at, 1), stop);
            await Task.Delay(between, time, stop);
        }
    }

    /// <summary>Drops the connection.</summary>
    public void Reset() => features.Get<IHttpRequestLifetimeFeature>()!.Abort();

    /// <summary>Says nothing until the other side hangs up or the server goes; then drops the connection.</summary>
    public async Task HangAsync(CancellationToken stopping)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (features.Get<IHttpRequestLifetimeFeature>()!.RequestAborted.Register(() => gone.TrySetResult()))
        await using (stopping.Register(() => gone.TrySetResult()))
        {
            await gone.Task;
        }

        Reset();
    }

    private void Begin(int status, int length, string type, TimeSpan? retryAfter)
    {
        var response = features.Get<IHttpResponseFeature>()!;
        response.StatusCode = status;
        response.Headers.ContentLength = length;
        if (length > 0)
        {
            response.Headers.ContentType = type;
        }

        if (retryAfter is { } wait)
        {
            response.Headers.RetryAfter = new StringValues(((int)wait.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
