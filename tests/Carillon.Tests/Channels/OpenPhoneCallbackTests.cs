using System.Security.Cryptography;
using System.Text;
using AwesomeAssertions;
using Carillon.Channels;

namespace Carillon.Tests.Channels;

public sealed class OpenPhoneCallbackTests : IAsyncDisposable
{
    private const string Url = "https://sms.example.com/webhooks/openphone/acc";

    private const string OldKey = "0qQBQasD5ZgYbMMlgEBxsmiJeCYaxk4Qro82l2mUyWk=";
    private const string OldTime = "1767225600123";
    private const string OldBody = """{"id":"EV0a1b2c3d4e5f","object":"event","apiVersion":"v3","createdAt":"2026-01-01T00:00:00.123Z","type":"message.received","data":{"object":{"id":"AC0a1b2c3d4e5f","object":"message","from":"+16175550123","to":"+18575550199","direction":"incoming","body":"Café STOP 👍","media":[],"createdAt":"2026-01-01T00:00:00.000Z","userId":"USabc123","phoneNumberId":"PNabc123","conversationId":"CNabc123"}}}""";
    private const string OldMac = "NlB/y8lZhEoiiKXIFFJ10teCezG8QGDv24d6bVZibfk=";

    private const string VendorKey = "R2ZLM2o0bFhBNVpyUnU2NG9mYXQ1MHNyR3pvSUhIVVg=";
    private const string VendorBody = """{"id":"EV1","type":"message.delivered"}""";
    private const string VendorHeader = "hmac;1;1639710054089;XVsBEa+imaLKngBThibq7Xa180g/R2s+QSSme2okPcw=";

    private const string NewKey = "whsec_z7hTU3hKz5ZqFnq/7hKjcndTgxWlyRJH";
    private const string NewId = "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W";
    private const string NewTime = "1767225600";
    private const string NewBody = """{"id":"EV0a1b2c3d4e60","apiVersion":"2026-03-30","createdAt":"2026-01-01T00:00:00.000Z","type":"message.failed","data":{"resource":{"id":"AC0a1b2c3d4e60","direction":"outgoing","text":"Hello","status":"failed","createdAt":"2025-12-31T23:59:58.000Z","errorCode":"30007"},"context":{"orgId":"ORabc123","phoneNumberId":"PNabc123","conversationId":"CNabc123","userId":"USabc123","contacts":{"ids":[],"lookupStatus":"none"},"senderIdentifier":"+18575550199","recipientIdentifiers":["+16175550123"]},"links":{"quo":"https://my.quo.com/inbox/PNabc123/c/CNabc123"}}}""";
    private const string NewMac = "PFdABDCqfM/XvY4ffMxmr8BwyBVjNAGMGeJFpOKUJBY=";

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ChannelsBed _bed = new();

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    [Fact]
    public void The_bodies_of_the_examples_are_byte_for_byte_those_that_were_signed()
    {
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(OldBody))).Should().Be("5d99f193b6937c1ae7836995d542a8663a7443d818ba88e213873db017130463");
        Encoding.UTF8.GetByteCount(NewBody).Should().Be(558);
    }

    /// <summary>Secrets, header, body, seconds from the signed time, and whether it is OpenPhone's.</summary>
    public static TheoryData<string, string, string, double, bool> OldSigned => new()
    {
        { OldKey, $"hmac;1;{OldTime};{OldMac}", OldBody, 0, true },
        { $"{NewKey},{OldKey}", $"hmac;1;{OldTime};{OldMac}", OldBody, 0, true },
        { $"{OldKey} {NewKey}", $"hmac;1;{OldTime};{OldMac}", OldBody, 0, true },
        { $"{NewKey}; {OldKey}", $"hmac;1;{OldTime};{OldMac}", OldBody, 299, true },
        { OldKey, $"hmac;1;{OldTime};AAAA,hmac;1;{OldTime};{OldMac}", OldBody, -299, true },
        { OldKey, $"hmac;1;{OldTime};{OldMac}", OldBody, 301, false },
        { OldKey, $"hmac;1;{OldTime};{OldMac}", OldBody, -301, false },
        { OldKey, $"hmac;1;{OldTime};wg5c46aK33Vx6HNMzXK++R6mKcSciqvKTuvXCrFcXTc=", OldBody, 0, false },
        { OldKey, $"hmac;1;{OldTime};4D9piQyPzTpvSisFAQcEVdJlNFr8J0XxYtnKS7KaTAg=", OldBody, 0, false },
        { OldKey, $"hmac;1;{OldTime};FvQ8NOXoKAAVJonfI1bnQEdznEsf7SYIw2wH0gnEHQ4=", OldBody, 0, false },
        { OldKey, $"hmac;1;{OldTime};{OldMac}", OldBody + " ", 0, false },
        { OldKey, $"hmac;1;1767225600124;{OldMac}", OldBody, 0, false },
        { OldKey, $"hmac;2;{OldTime};{OldMac}", OldBody, 0, false },
        { OldKey, $"hmac;1;{OldTime};{OldMac};x", OldBody, 0, false },
        { OldKey, $"hmac;1;{OldTime}", OldBody, 0, false },
        { OldKey, $"hmac;1;now;{OldMac}", OldBody, 0, false },
        { OldKey, $"hmac;1;;{OldMac}", OldBody, 0, false },
        { OldKey, $"hmac;1;{OldTime};", OldBody, 0, false },
        { OldKey, $"hmac;1;{OldTime};%%%", OldBody, 0, false },
        { OldKey, "", OldBody, 0, false },
        { NewKey, $"hmac;1;{OldTime};{OldMac}", OldBody, 0, false },
        { "", $"hmac;1;{OldTime};{OldMac}", OldBody, 0, false },
    };

    [Theory, MemberData(nameof(OldSigned))]
    public void Only_what_was_signed_the_old_way_passes(string secrets, string header, string body, double secondsOff, bool isGood)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(1767225600123).AddSeconds(secondsOff);
        var reading = _bed.OpenPhone.ReadCallback(Login(secrets), ChannelsBed.Callback(Url, body, ("openphone-signature", header)), now);

        (reading is not CallbackReading.Forged).Should().Be(isGood);
    }

    [Fact]
    public void The_vendors_own_example_passes_and_a_time_in_seconds_too()
    {
        var login = Login(VendorKey);
        _bed.OpenPhone.ReadCallback(
                login, ChannelsBed.Callback(Url, VendorBody, ("openphone-signature", VendorHeader)), DateTimeOffset.FromUnixTimeMilliseconds(1639710054089))
            .Should().NotBeOfType<CallbackReading.Forged>();

        var mac = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(VendorKey), Encoding.UTF8.GetBytes("1639710054." + VendorBody)));
        _bed.OpenPhone.ReadCallback(
                login, ChannelsBed.Callback(Url, VendorBody, ("openphone-signature", $"hmac;1;1639710054;{mac}")), DateTimeOffset.FromUnixTimeSeconds(1639710100))
            .Should().NotBeOfType<CallbackReading.Forged>();
    }

    /// <summary>Secrets, id, time, signature, body, seconds from the signed time, and whether it is OpenPhone's.</summary>
    public static TheoryData<string, string, string, string, string, double, bool> NewSigned => new()
    {
        { NewKey, NewId, NewTime, "v1," + NewMac, NewBody, 0, true },
        { $"{OldKey},{NewKey}", NewId, NewTime, $"v1,AAAA v1,{NewMac}", NewBody, 300, true },
        { NewKey, NewId, NewTime, $"v2,x v1,{NewMac}", NewBody, -300, true },
        { NewKey, NewId, NewTime, "v1," + NewMac, NewBody, 301, false },
        { NewKey, NewId, NewTime, "v1," + NewMac, NewBody, -301, false },
        { NewKey, NewId, NewTime, "v2," + NewMac, NewBody, 0, false },
        { NewKey, NewId, NewTime, NewMac, NewBody, 0, false },
        { NewKey, NewId + "x", NewTime, "v1," + NewMac, NewBody, 0, false },
        { NewKey, NewId, "1767225601", "v1," + NewMac, NewBody, 0, false },
        { NewKey, "", NewTime, "v1," + NewMac, NewBody, 0, false },
        { NewKey, NewId, "", "v1," + NewMac, NewBody, 0, false },
        { NewKey, NewId, "-1767225600", "v1," + NewMac, NewBody, 0, false },
        { NewKey, NewId, "99999999999999999999", "v1," + NewMac, NewBody, 0, false },
        { NewKey, NewId, NewTime, "v1," + NewMac, NewBody + "\n", 0, false },
        { OldKey, NewId, NewTime, "v1," + NewMac, NewBody, 0, false },
        { NewKey, NewId, NewTime, "", NewBody, 0, false },
    };

    [Theory, MemberData(nameof(NewSigned))]
    public void Only_what_was_signed_the_standard_way_passes(string secrets, string id, string time, string mac, string body, double secondsOff, bool isGood)
    {
        var reading = _bed.OpenPhone.ReadCallback(
            Login(secrets),
            ChannelsBed.Callback(Url, body, ("webhook-id", id), ("webhook-timestamp", time), ("webhook-signature", mac)),
            DateTimeOffset.FromUnixTimeSeconds(1767225600).AddSeconds(secondsOff));

        (reading is not CallbackReading.Forged).Should().Be(isGood);
    }

    [Fact]
    public void The_example_of_the_standard_itself_passes_and_is_kept_as_unreadable()
    {
        var callback = ChannelsBed.Callback(
            Url,
            """{"test": 2432232314}""",
            ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
            ("webhook-timestamp", "1614265330"),
            ("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));

        _bed.OpenPhone.ReadCallback(Login("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), callback, DateTimeOffset.FromUnixTimeSeconds(1614265330))
            .Should().Be(new CallbackReading.Unreadable("msg_p5jXN8AQM9LWM0D4loKWxJek", "unknown", "no type"));
    }

    [Fact]
    public void A_standard_signature_that_is_wrong_is_not_saved_by_an_old_one_that_is_right()
    {
        var callback = ChannelsBed.Callback(
            Url, OldBody, ("openphone-signature", $"hmac;1;{OldTime};{OldMac}"), ("webhook-id", "x"), ("webhook-timestamp", NewTime), ("webhook-signature", "v1,AAAA"));

        _bed.OpenPhone.ReadCallback(Login(OldKey), callback, Now).Should().BeOfType<CallbackReading.Forged>();
    }

    /// <summary>Bodies of the three families, and what each tells.</summary>
    public static TheoryData<string, string> Bodies => new()
    {
        { OldBody, "EV0a1b2c3d4e5f message.received: text AC0a1b2c3d4e5f +16175550123>+18575550199 'Café STOP 👍' 00:00:00" },
        { $$"""{"object":{{OldBody}}}""", "EV0a1b2c3d4e5f message.received: text AC0a1b2c3d4e5f +16175550123>+18575550199 'Café STOP 👍' 00:00:00" },
        { NewBody, "EV0a1b2c3d4e60 message.failed: receipt AC0a1b2c3d4e60 +16175550123 Failed Filtered Message 30007" },
        {
            """{"id":"EV2","object":"event","apiVersion":"v3","createdAt":"2026-01-01T00:00:05.000Z","type":"message.delivered","data":{"object":{"id":"AC2","object":"message","from":"+18575550199","to":"+16175550123","direction":"outgoing","body":"Hello","media":[],"status":"delivered"}}}""",
            "EV2 message.delivered: receipt AC2 +16175550123 Delivered "
        },
        {
            """{"id":"EV4","apiVersion":"v4","type":"message.received","data":{"object":{"id":"AC4","from":"+16175550123","to":["+18575550199"],"direction":"incoming","text":"Hi","status":"received","contactIds":["ct1"]}}}""",
            "EV4 message.received: text AC4 +16175550123>+18575550199 'Hi' "
        },
        {
            """{"id":"EV4","type":"message.received","data":{"object":{"id":"AC4","from":"+16175550123","to":"+18575550199, +18575550100","body":"Hi","media":[{"url":"https://a/1"},{"type":"x"}]}}}""",
            "EV4 message.received: text AC4 +16175550123>+18575550199 'Hi' media=https://a/1 "
        },
        {
            """{"id":"EV7","apiVersion":"2026-03-30","type":"message.received","data":{"resource":{"id":"AC7","text":"Hi","createdAt":"2026-01-01T00:00:07Z"},"context":{"senderIdentifier":"+16175550123","recipientIdentifiers":["+18575550199"]}}}""",
            "EV7 message.received: text AC7 +16175550123>+18575550199 'Hi' 00:00:07"
        },
        {
            """{"id":"EV8","type":"message.undelivered","data":{"resource":{"id":"AC8","errorCode":30006},"context":{"recipientIdentifiers":["+16175550123"]}}}""",
            "EV8 message.undelivered: receipt AC8 +16175550123 Undelivered NotTextable Message 30006"
        },
        {
            """{"id":"EV3","apiVersion":"v3","type":"call.completed","data":{"object":{"id":"AC3","from":"+16175550123","to":"+18575550199","direction":"incoming","answeredAt":null,"completedAt":"2026-01-01T00:01:00.000Z","phoneNumberId":"PN1"}}}""",
            "EV3 call.completed: call AC3 +16175550123>+18575550199 PN1 missed "
        },
        {
            """{"id":"EV5","apiVersion":"v4","type":"call.completed","data":{"object":{"id":"AC5","answeredAt":"2026-01-01T00:00:01Z","direction":"outgoing","duration":60,"phoneNumberId":"PN1","participants":["+16175550123"]}}}""",
            "EV5 call.completed: call AC5 ?>+16175550123 PN1 answered 00:01:00"
        },
        {
            """{"id":"EV6","apiVersion":"2026-03-30","type":"call.completed","data":{"resource":{"id":"AC6","direction":"incoming","answeredAt":"2026-01-01T00:00:01Z","completedAt":"2026-01-01T00:00:43Z"},"context":{"phoneNumberId":"PN1","participants":{"workspace":["+18575550199"],"external":["+16175550123"]}}}}""",
            "EV6 call.completed: call AC6 +16175550123>+18575550199 PN1 answered 00:00:42"
        },
        { """{"id":"EV9","type":"contact.updated","data":{"object":{"id":"CT1"}}}""", "EV9 contact.updated: nothing" },
        { """{"id":"EV9","type":"call.ringing","data":null}""", "EV9 call.ringing: nothing" },
        { """{"type":"message.delivered","data":{"object":{"id":"AC2","status":"delivered"}}}""", "message.delivered:AC2:delivered message.delivered: receipt AC2  Delivered " },
        { """{"id":"EV1","type":"message.delivered"}""", "EV1 message.delivered: unreadable, no message id" },
        { """{"id":"EV1","type":"message.received","data":{"object":{"id":"AC1","from":"72345","to":"+18575550199"}}}""", "EV1 message.received: unreadable, from or to is not an E.164 number" },
        { """{"id":"EV1","type":"call.completed","data":{"object":{"id":"AC1"}}}""", "EV1 call.completed: unreadable, no call id, or the other side is not an E.164 number" },
        { """{"id":"EV1","type":"message.received","data":{"object":{"id":"AC1","from":"+16175550123","to":"+18575550199","body":"half \ud83d pair"}}}""", "EV1 message.received: text AC1 +16175550123>+18575550199 'half \\ud83d pair' " },
    };

    [Theory, MemberData(nameof(Bodies))]
    public void Each_family_is_read(string body, string told) =>
        Tell(_bed.OpenPhone.ReadStored(Login(OldKey), ChannelsBed.Callback(Url, body))).Should().Be(told);

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("""{"id":7}""")]
    [InlineData("""{"type":"message.received","data":[]}""")]
    public void What_makes_no_sense_is_kept_as_unreadable(string body) =>
        _bed.OpenPhone.ReadStored(Login(OldKey), ChannelsBed.Callback(Url, body)).Should().BeOfType<CallbackReading.Unreadable>()
            .Which.EventKey.Should().NotBeEmpty();

    private static ProviderLogin Login(string secrets) => ChannelsBed.Login(("apiKey", "key"), ("webhookSecret", secrets));

    private static string Tell(CallbackReading reading) => reading switch
    {
        CallbackReading.Read read => $"{read.EventKey} {read.Type}: {Tell(read.Event)}",
        CallbackReading.Unreadable unreadable => $"{unreadable.EventKey} {unreadable.Type}: unreadable, {unreadable.Why}",
        _ => "forged",
    };

    private static string Tell(ChannelEvent? told) => told switch
    {
        null => "nothing",
        ChannelEvent.InboundText text =>
            $"text {text.ProviderMessageId} {text.From}>{text.To} '{text.Body}' {(text.MediaUrls.Count > 0 ? $"media={string.Join(',', text.MediaUrls)} " : "")}{text.At:HH:mm:ss}",
        ChannelEvent.Receipt receipt =>
            $"receipt {receipt.ProviderMessageId} {receipt.To?.ToString()} {receipt.Status} {(receipt.Failure is { } failure ? ChannelsBed.Describe(failure) : "")}",
        ChannelEvent.Call call =>
            $"call {call.ProviderCallId} {(call.IsIncoming ? call.With : call.Ours?.ToString() ?? "?")}>{(call.IsIncoming ? call.Ours?.ToString() ?? "?" : call.With)} {call.OursRef} {(call.IsAnswered ? "answered" : "missed")} {call.Duration}",
        _ => "?",
    };
}
