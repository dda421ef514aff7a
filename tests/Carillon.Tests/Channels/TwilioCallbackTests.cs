using System.Text;
using AwesomeAssertions;
using Carillon.Channels;
using Carillon.Channels.Twilio;
using Carillon.Channels.Wire;
using Carillon.Primitives;
using Carillon.Text;

namespace Carillon.Tests.Channels;

public sealed class TwilioCallbackTests : IAsyncDisposable
{
    private const string Form = "application/x-www-form-urlencoded";

    private const string StatusUrl = "https://sms.example.com/hooks/twilio/status?attempt=42";
    private const string StatusBody = "MessageSid=SM11111111111111111111111111111111&SmsSid=SM11111111111111111111111111111111&AccountSid=AC22222222222222222222222222222222&From=%2B18575550199&To=%2B16175550123&MessageStatus=undelivered&SmsStatus=undelivered&ErrorCode=30003&ApiVersion=2010-04-01&MessagingServiceSid=MG33333333333333333333333333333333";
    private const string StatusMac = "nTduPdpaVdlolcWS7UlWh9+Bmmg=";

    private const string InboundUrl = "https://sms.example.com/hooks/twilio/inbound";
    private const string InboundBody = "ToCountry=US&ToState=MA&SmsMessageSid=SM44444444444444444444444444444444&NumMedia=0&ToCity=&FromZip=&SmsSid=SM44444444444444444444444444444444&FromState=MA&SmsStatus=received&FromCity=BOSTON&Body=Caf%C3%A9+%26+more+%F0%9F%91%8D&FromCountry=US&To=%2B18575550199&ToZip=&NumSegments=1&MessageSid=SM44444444444444444444444444444444&AccountSid=AC22222222222222222222222222222222&From=%2B16175550123&ApiVersion=2010-04-01";
    private const string InboundMac = "VhwLWbKcW1TR7ECH04WUV4Lzwlw=";
    private const string InboundMacWithPort = "JKrgqjJgtNx0dwoaiuQyjIwM2rA=";

    private const string JsonUrl = "https://sms.example.com/hooks/twilio/json?bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
    private const string JsonBody = """{"property": "value", "boolean": true}""";
    private const string JsonMac = "hyz7FDS5EV1CRqaJdB1KR4FfZSI=";

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ChannelsBed _bed = new();
    private readonly ProviderLogin _login = ChannelsBed.TwilioLogin(new Uri("http://127.0.0.1:1"));

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    [Theory]
    [InlineData("+14158675309", "RSOYDt4T1cUTdK1PDd93/VVr8B8=", true)]
    [InlineData("+12349013030", "0/KCTR6DLpKmkAf8muzZqo1nDgQ=", true)]
    [InlineData("+14158675309", "0/KCTR6DLpKmkAf8muzZqo1nDgQ=", false)]
    [InlineData("+14158675309", "", false)]
    public void The_vendors_own_examples_are_judged_as_it_judges_them(string caller, string mac, bool isCovered)
    {
        List<KeyValuePair<string, string>> fields =
            [new("To", "+18005551212"), new("Caller", caller), new("From", caller), new("Digits", "1234"), new("CallSid", "CA1234567890ABCDE")];

        TwilioSignature.Covers(Encoding.UTF8.GetBytes("12345"), new Uri("https://mycompany.com/myapp.php?foo=1&bar=2"), fields, mac).Should().Be(isCovered);
    }

    /// <summary>Address, body, content type, signature, and whether it is Twilio's.</summary>
    public static TheoryData<string, string, string, string, bool> Signed => new()
    {
        { StatusUrl, StatusBody, Form, StatusMac, true },
        { InboundUrl, InboundBody, Form, InboundMac, true },
        { InboundUrl, InboundBody, Form + "; charset=UTF-8", InboundMac, true },
        { InboundUrl, InboundBody, Form, InboundMacWithPort, true },
        { "https://sms.example.com:443/hooks/twilio/inbound", InboundBody, Form, InboundMac, true },
        { "https://sms.example.com:443/hooks/twilio/inbound", InboundBody, Form, InboundMacWithPort, true },
        { JsonUrl, JsonBody, "application/json", JsonMac, true },
        { InboundUrl, InboundBody, Form, StatusMac, false },
        { InboundUrl, InboundBody + "&Extra=1", Form, InboundMac, false },
        { InboundUrl, InboundBody.Replace("ToCity=&", "", StringComparison.Ordinal) + "&ToCity=x", Form, InboundMac, false },
        { InboundUrl, InboundBody.Replace("more", "more+", StringComparison.Ordinal), Form, InboundMac, false },
        { InboundUrl + "?", InboundBody, Form, InboundMac[..^1], false },
        { "https://sms.example.com:8443/hooks/twilio/inbound", InboundBody, Form, InboundMac, false },
        { "http://sms.example.com/hooks/twilio/inbound", InboundBody, Form, InboundMac, false },
        { "https://other.example.com/hooks/twilio/inbound", InboundBody, Form, InboundMac, false },
        { StatusUrl.Replace("42", "43", StringComparison.Ordinal), StatusBody, Form, StatusMac, false },
        { JsonUrl, JsonBody + " ", "application/json", JsonMac, false },
        { JsonUrl.Replace("0a1f", "0a10", StringComparison.Ordinal), JsonBody, "application/json", JsonMac, false },
        { JsonUrl, JsonBody, Form, JsonMac, false },
        { InboundUrl, InboundBody, Form, "not base64", false },
        { InboundUrl, InboundBody, Form, "", false },
    };

    [Theory, MemberData(nameof(Signed))]
    public void Only_what_Twilio_signed_passes(string url, string body, string type, string mac, bool isTwilios)
    {
        var reading = _bed.Twilio.ReadCallback(_login, ChannelsBed.Callback(url, body, ("content-type", type), ("x-twilio-signature", mac)), Now);

        (reading is not CallbackReading.Forged).Should().Be(isTwilios);
    }

    [Fact]
    public void A_callback_without_a_signature_or_for_another_account_is_forged()
    {
        var unsigned = ChannelsBed.Callback(InboundUrl, InboundBody, ("content-type", Form));
        var other = ChannelsBed.Login(("accountSid", "AC1"), ("authToken", Fakes.FakeTwilio.DefaultToken));

        _bed.Twilio.ReadCallback(_login, unsigned, Now).Should().Be(new CallbackReading.Forged("no signature"));
        _bed.Twilio.ReadCallback(other, Inbound(InboundBody), Now).Should().Be(new CallbackReading.Forged("signed for another account"));
    }

    [Fact]
    public void A_status_callback_is_a_receipt_with_our_attempt()
    {
        var reading = ReadSigned("https://sms.example.com/webhooks/twilio/acc?a=tok%2Ben", StatusBody);

        var read = reading.Should().BeOfType<CallbackReading.Read>().Subject;
        read.EventKey.Should().Be("SM11111111111111111111111111111111:undelivered");
        read.Type.Should().Be("undelivered");
        var receipt = read.Event.Should().BeOfType<ChannelEvent.Receipt>().Subject;
        receipt.ProviderMessageId.Should().Be("SM11111111111111111111111111111111");
        receipt.AttemptToken.Should().Be("tok+en");
        receipt.To.Should().Be(ChannelsBed.Number(ChannelsBed.Them));
        receipt.Status.Should().Be(MessageStatus.Undelivered);
        ChannelsBed.Describe(receipt.Failure!).Should().Be("Unreachable Message 30003 retry");
    }

    [Theory]
    [InlineData("queued", MessageStatus.Accepted)]
    [InlineData("accepted", MessageStatus.Accepted)]
    [InlineData("sending", MessageStatus.Accepted)]
    [InlineData("sent", MessageStatus.Sent)]
    [InlineData("delivered", MessageStatus.Delivered)]
    [InlineData("read", MessageStatus.Delivered)]
    [InlineData("undelivered", MessageStatus.Undelivered)]
    [InlineData("failed", MessageStatus.Failed)]
    [InlineData("canceled", MessageStatus.Failed)]
    [InlineData("brand-new", null)]
    public void Each_word_for_a_status_has_one_meaning(string word, MessageStatus? status)
    {
        var read = (CallbackReading.Read)ReadSigned(StatusUrl, $"MessageSid=SM1&MessageStatus={word}&To=x");

        (read.Event as ChannelEvent.Receipt)?.Status.Should().Be(status);
        (read.Event is null).Should().Be(status is null);
        read.EventKey.Should().Be($"SM1:{word}");
    }

    [Theory]
    [InlineData("&ErrorCode=30007", "Filtered Message 30007")]
    [InlineData("&ErrorCode=77777", "Unknown Message 77777")]
    [InlineData("&ErrorCode=nonsense", "Unknown Message nonsense")]
    [InlineData("&ErrorCode=", "Unknown Message -")]
    [InlineData("", "Unknown Message -")]
    public void A_failure_tells_its_code_whatever_it_is(string code, string failure)
    {
        var read = (CallbackReading.Read)ReadSigned(StatusUrl, "MessageSid=SM1&MessageStatus=failed" + code);

        ChannelsBed.Describe(((ChannelEvent.Receipt)read.Event!).Failure!).Should().Be(failure);
    }

    [Fact]
    public void An_inbound_text_is_read_with_its_media()
    {
        var read = (CallbackReading.Read)_bed.Twilio.ReadCallback(_login, Inbound(InboundBody), Now);
        read.EventKey.Should().Be("SM44444444444444444444444444444444");
        read.Type.Should().Be("received");
        var text = read.Event.Should().BeOfType<ChannelEvent.InboundText>().Subject;
        text.Should().BeEquivalentTo(new { ProviderMessageId = "SM44444444444444444444444444444444", Body = "Café & more 👍" });
        (text.From.E164, text.To.E164).Should().Be((ChannelsBed.Them, ChannelsBed.Us));

        var picture = (CallbackReading.Read)ReadSigned(
            InboundUrl, "MessageSid=MM1&Body=&From=%2B16175550123&To=%2B18575550199&NumMedia=2&MediaUrl0=https%3A%2F%2Fa%2F0&MediaUrl1=https%3A%2F%2Fa%2F1");
        ((ChannelEvent.InboundText)picture.Event!).MediaUrls.Should().Equal("https://a/0", "https://a/1");
    }

    [Theory]
    [InlineData("&OptOutType=STOP", InboundKind.OptOut)]
    [InlineData("&OptOutType=start", InboundKind.OptIn)]
    [InlineData("&OptOutType=HELP", InboundKind.Help)]
    [InlineData("&OptOutType=NEWER", null)]
    [InlineData("&OptOutType=", null)]
    [InlineData("", null)]
    public void An_inbound_text_tells_what_the_service_took_it_for(string field, InboundKind? kind)
    {
        var read = (CallbackReading.Read)ReadSigned(InboundUrl, "MessageSid=SM1&Body=Enough&From=%2B16175550123&To=%2B18575550199" + field);

        ((ChannelEvent.InboundText)read.Event!).TakenFor.Should().Be(kind);
    }

    [Theory]
    [InlineData("Body=Hi&From=%2B16175550123&To=%2B18575550199", "unknown", "no MessageSid")]
    [InlineData("MessageSid=SM1&Body=Hi&From=72345&To=%2B18575550199", "received", "From or To is not an E.164 number")]
    [InlineData("MessageSid=SM1&SmsStatus=received&From=whatsapp%3A%2B16175550123&To=%2B18575550199", "received", "From or To is not an E.164 number")]
    [InlineData("", "unknown", "no MessageSid")]
    public void What_is_signed_but_makes_no_sense_is_kept_as_unreadable(string body, string type, string why)
    {
        var unreadable = ReadSigned(InboundUrl, body).Should().BeOfType<CallbackReading.Unreadable>().Subject;

        (unreadable.Type, unreadable.Why).Should().Be((type, why));
        unreadable.EventKey.Should().NotBeEmpty();
    }

    [Fact]
    public void A_stored_callback_is_read_again_without_its_signature()
    {
        var again = _bed.Twilio.ReadStored(_login, ChannelsBed.Callback(InboundUrl, InboundBody)).Should().BeOfType<CallbackReading.Read>().Subject;

        again.EventKey.Should().Be("SM44444444444444444444444444444444");
        again.Event.Should().BeOfType<ChannelEvent.InboundText>().Which.Body.Should().Be("Café & more 👍");
    }

    private static IncomingCallback Inbound(string body) =>
        ChannelsBed.Callback(InboundUrl, body, ("content-type", Form), ("x-twilio-signature", InboundMac));

    private CallbackReading ReadSigned(string url, string body)
    {
        var sorted = string.Concat(FormText.Read(Encoding.UTF8.GetBytes(body)).OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => field.Key + field.Value));
        var mac = TwilioSignature.Sign(Encoding.UTF8.GetBytes(Fakes.FakeTwilio.DefaultToken), url, sorted);
        return _bed.Twilio.ReadCallback(_login, ChannelsBed.Callback(url, body, ("content-type", Form), ("x-twilio-signature", mac)), Now);
    }
}
