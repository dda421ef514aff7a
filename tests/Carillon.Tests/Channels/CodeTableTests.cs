using AwesomeAssertions;
using Carillon.Channels.OpenPhone;
using Carillon.Channels.Twilio;
using Carillon.Channels.Wire;
using Carillon.Primitives;

namespace Carillon.Tests.Channels;

/// <summary>Every code that a provider documents has a meaning, and none that nobody knows stops us.</summary>
public sealed class CodeTableTests
{
    [Fact]
    public void Each_documented_code_is_known()
    {
        int[] refusals =
        [
            20003, 20404, 20429, 21211, 21212, 21408, 21601, 21602, 21603, 21604, 21606, 21608, 21610, 21611, 21612, 21614, 21617, 21620, 21623,
            21703, 21704, 21705, 35111, 35114, 35115, 35117, 35118,
        ];
        int[] deliveries =
        [
            11200, 21610, 30001, 30002, 30003, 30004, 30005, 30006, 30007, 30008, 30009, 30010, 30011, 30012, 30013, 30017, 30018, 30019, 30020, 30021,
            30022, 30023, 30024, 30025, 30026, 30027, 30032, 30034, 30410, 30450, 30610, 30640, 63016, 63018, 63024, 63038,
        ];

        TwilioErrors.Known.Should().BeEquivalentTo(refusals);
        CarrierCodes.Known.Should().BeEquivalentTo(deliveries);
        OpenPhoneErrors.Known.Should().BeEquivalentTo("0206400", "0200401", "0201402", "0200402", "0202403", "0204403", "0200404");
    }

    [Theory]
    [InlineData("30001", "RateLimited Sender 30001 retry free")]
    [InlineData("30002", "AccountBlocked Account 30002 free")]
    [InlineData("30004", "Blocked Message 30004")]
    [InlineData("30005", "InvalidNumber Message 30005")]
    [InlineData("30006", "NotTextable Message 30006")]
    [InlineData("30008", "Unknown Message 30008")]
    [InlineData("30013", "Expired Message 30013")]
    [InlineData("30022", "RateLimited Sender 30022 retry free")]
    [InlineData("30023", "RateLimited Sender 30023 retry free")]
    [InlineData("30032", "Sender Sender 30032")]
    [InlineData("30410", "Temporary Message 30410")]
    [InlineData("12345678901234567890", "Unknown Message 12345678901234567890")]
    [InlineData("", "Unknown Message -")]
    [InlineData(null, "Unknown Message -")]
    public void A_code_of_delivery_has_one_meaning(string? code, string meaning) =>
        ChannelsBed.Describe(CarrierCodes.Failure(code, null)).Should().Be(meaning);

    [Fact]
    public void What_stops_an_account_never_fails_its_messages()
    {
        var all = TwilioErrors.Known.Select(code => TwilioErrors.Meaning($"{code}", 400))
            .Concat(CarrierCodes.Known.Select(code => CarrierCodes.Meaning($"{code}")))
            .Concat(OpenPhoneErrors.Known.Select(code => OpenPhoneErrors.Meaning(code, null, 400)));

        all.Where(meaning => meaning.Scope is Carillon.Channels.RefusalScope.Account)
            .Should().AllSatisfy(meaning => meaning.SpendsAttempt.Should().BeFalse());
        all.Where(meaning => meaning.Reason is FailureReason.OptedOut or FailureReason.Filtered or FailureReason.InvalidNumber)
            .Should().AllSatisfy(meaning => meaning.IsRetryable.Should().BeFalse());
    }
}
