using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Carillon.Tests.Fakes;

/// <summary>The fake Twilio's calls to the product, signed as the real ones are, or wrong on purpose.</summary>
public sealed class FakeTwilioCallbacks : IDisposable
{
    private const string FormType = "application/x-www-form-urlencoded";

    private readonly FakeTwilio _fake;
    private readonly TimeProvider _time;
    private readonly CallbackPost _post = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<int, int> _answers = new();

    internal FakeTwilioCallbacks(FakeTwilio fake, TimeProvider time) => (_fake, _time) = (fake, time);

    /// <summary>Where callbacks are carried (scheme, host and port) when the address signed is not where the product listens.</summary>
    public Uri? Through { get; set; }

    /// <summary>How often each HTTP status was answered; 0 stands for no answer.</summary>
    public IReadOnlyDictionary<int, int> Answers => _answers;

    /// <summary>Tells where a message stands, and gives the status answered.</summary>
    /// <param name="message">The message.</param>
    /// <param name="status">The provider's word.</param>
    /// <param name="errorCode">Why it failed.</param>
    /// <param name="twist">What is wrong with the callback.</param>
    /// <param name="url">Where to; null: the message's own callback address.</param>
    /// <param name="stop">Ends the wait for the answer.</param>
    public async Task<int> PostStatusAsync(
        Acceptance message, string status, string? errorCode = null, CallbackTwist twist = CallbackTwist.None, Uri? url = null, CancellationToken stop = default)
    {
        if (twist is CallbackTwist.None)
        {
            message.Become(status, errorCode);
        }

        var target = url ?? new Uri(message.Send.StatusCallback ?? throw new InvalidOperationException("The message names no callback address."));
        return await PostAsync(target, StatusFields(message, status, errorCode), twist, stop);
    }

    /// <summary>Tells the same of many messages, disturbed on the way if wanted.</summary>
    public Task PostStatusesAsync(
        IEnumerable<Acceptance> messages, string status, string? errorCode = null, CallbackStorm? storm = null, CancellationToken stop = default)
    {
        storm ??= new CallbackStorm();
        return Parallel.ForEachAsync(
            storm.Disturb(messages),
            new ParallelOptions { MaxDegreeOfParallelism = storm.AtOnce, CancellationToken = stop },
            async (message, token) => await PostStatusAsync(message, status, errorCode, stop: token));
    }

    /// <summary>Brings a text to the product, and gives the status answered.</summary>
    /// <param name="url">The product's callback address of the account.</param>
    /// <param name="from">Who writes.</param>
    /// <param name="to">Our number.</param>
    /// <param name="body">The words.</param>
    /// <param name="sid">The message's SID; the same again is the same message.</param>
    /// <param name="media">Addresses of media.</param>
    /// <param name="twist">What is wrong with the callback.</param>
    /// <param name="stop">Ends the wait for the answer.</param>
    public Task<int> PostInboundAsync(
        Uri url,
        string from,
        string to,
        string body,
        string? sid = null,
        IReadOnlyList<string>? media = null,
        CallbackTwist twist = CallbackTwist.None,
        CancellationToken stop = default)
    {
        sid ??= _fake.NextSid();
        List<KeyValuePair<string, string>> fields =
        [
            new("ToCountry", "US"), new("ToState", "MA"), new("SmsMessageSid", sid), new("ToCity", ""), new("FromZip", ""), new("SmsSid", sid),
            new("FromState", "MA"), new("SmsStatus", "received"), new("FromCity", "BOSTON"), new("Body", body), new("FromCountry", "US"),
            new("To", to), new("ToZip", ""), new("NumSegments", "1"), new("MessageSid", sid), new("AccountSid", _fake.AccountSid),
            new("From", from), new("ApiVersion", "2010-04-01"), new("NewerField", "unknown to all"),
            new("NumMedia", (media?.Count ?? 0).ToString(CultureInfo.InvariantCulture)),
        ];
        for (var number = 0; number < media?.Count; number++)
        {
            fields.Add(new($"MediaUrl{number}", media[number]));
            fields.Add(new($"MediaContentType{number}", "image/jpeg"));
        }

        return PostAsync(url, fields, twist, stop);
    }

    /// <summary>The signature of fields posted to an address.</summary>
    public string Sign(Uri url, IEnumerable<KeyValuePair<string, string>> fields, string? token = null)
    {
        var sorted = string.Concat(fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => field.Key + field.Value));
#pragma warning disable CA5350 // SHA-1 is the provider's choice.
        return Convert.ToBase64String(HMACSHA1.HashData(
            Encoding.UTF8.GetBytes(token ?? _fake.AuthToken), Encoding.UTF8.GetBytes(url.OriginalString + sorted)));
#pragma warning restore CA5350
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Cancel();
        _post.Dispose();
        _stopping.Dispose();
    }

    internal void TellLater(Acceptance message, IReadOnlyList<FakeFate> fates)
    {
        if (message.Send.StatusCallback is not null)
        {
            _ = TellAsync(message, fates, _stopping.Token);
        }
    }

    private async Task TellAsync(Acceptance message, IReadOnlyList<FakeFate> fates, CancellationToken stop)
    {
        try
        {
            foreach (var fate in fates)
            {
                await Task.Delay(fate.After, _time, stop);
                if (await PostStatusAsync(message, fate.Status, fate.ErrorCode, fate.Twist, stop: stop) == 0)
                {
                    // As the real one: once more when nobody was there, and never again.
                    await PostStatusAsync(message, fate.Status, fate.ErrorCode, fate.Twist, stop: stop);
                }
            }
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // The fake goes, and what it had to tell with it.
        }
    }

    private async Task<int> PostAsync(Uri url, List<KeyValuePair<string, string>> fields, CallbackTwist twist, CancellationToken stop)
    {
        var signature = twist switch
        {
            CallbackTwist.WrongKey => Sign(url, fields, "ffffffffffffffffffffffffffffffff"),
            CallbackTwist.WrongUrl => Sign(new Uri(url, "/elsewhere"), fields),
            CallbackTwist.None or CallbackTwist.NoSignature or CallbackTwist.AlteredBody or CallbackTwist.OldTime => Sign(url, fields),
            _ => throw new ArgumentOutOfRangeException(nameof(twist), twist, null),
        };
        Dictionary<string, string> headers = new() { ["I-Twilio-Idempotency-Token"] = Guid.NewGuid().ToString() };
        if (twist is not CallbackTwist.NoSignature)
        {
            headers["X-Twilio-Signature"] = signature;
        }

        if (twist is CallbackTwist.AlteredBody)
        {
            fields.Add(new("Extra", "1"));
        }

        var answer = await _post.SendAsync(url, Through, FakeForm.Write(fields), FormType, headers, stop);
        _answers.AddOrUpdate(answer, 1, static (_, count) => count + 1);
        return answer;
    }

    private List<KeyValuePair<string, string>> StatusFields(Acceptance message, string status, string? errorCode)
    {
        List<KeyValuePair<string, string>> fields =
        [
            new("MessageSid", message.Id), new("SmsSid", message.Id), new("AccountSid", _fake.AccountSid), new("From", message.Send.From ?? "+15005550006"),
            new("To", message.To), new("MessageStatus", status), new("SmsStatus", status), new("ApiVersion", "2010-04-01"),
            new("RawDlrDoneDate", _time.GetUtcNow().UtcDateTime.ToString("yyMMddHHmm", CultureInfo.InvariantCulture)),
        ];
        if (errorCode is not null)
        {
            fields.Add(new("ErrorCode", errorCode));
        }

        if (message.Send.ServiceSid is { } service)
        {
            fields.Add(new("MessagingServiceSid", service));
        }

        return fields;
    }
}
