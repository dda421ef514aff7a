using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Carillon.Benchmarks.Carriers;

/// <summary>As fast as the machine posts such forms and reads such answers, with nothing stored.</summary>
internal static class BareLoop
{
    public static Task<Measured> RunAsync(CarrierProcess carrier, int requests, int connections, CancellationToken cancellationToken) =>
        Measured.OfAsync(requests, () => PostAsync(carrier, requests, connections, cancellationToken));

    private static async Task PostAsync(CarrierProcess carrier, int requests, int connections, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseCookies = false });
        var url = new Uri(carrier.Url, $"2010-04-01/Accounts/{CarrierProcess.AccountSid}/Messages.json");
        var authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{CarrierProcess.AccountSid}:{CarrierProcess.AuthToken}")));
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var n && n <= requests)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, url);
                request.Headers.Authorization = authorization;
                request.Content = new StringContent($"To=%2B1212{n:D7}&From=%2B15550100200&Body=Hi+Ada%2C+we+open+at+nine.", Encoding.UTF8, "application/x-www-form-urlencoded");
                using var answer = await client.SendAsync(request, cancellationToken);
                await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
                using var json = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
                if (answer.StatusCode != HttpStatusCode.Created || !json.RootElement.TryGetProperty("sid", out var _))
                {
                    throw new InvalidOperationException($"The carrier answered {(int)answer.StatusCode}.");
                }
            }
        }));
    }
}
