using System.Net.Http.Headers;

namespace Carillon.Tests.Fakes;

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
