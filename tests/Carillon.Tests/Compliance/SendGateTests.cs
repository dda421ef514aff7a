using AwesomeAssertions;
using Carillon.Compliance;
using Carillon.Primitives;

namespace Carillon.Tests.Compliance;

public sealed class SendGateTests
{
    [Fact]
    public void A_number_without_a_reason_against_it_may_be_texted() =>
        Decide([]).Should().Be(GateDecision.Allow.It);

    [Theory]
    [InlineData(SkipReason.OptedOut)]
    [InlineData(SkipReason.DoNotCall)]
    [InlineData(SkipReason.Complaint)]
    [InlineData(SkipReason.Landline)]
    [InlineData(SkipReason.Invalid)]
    [InlineData(SkipReason.Unreachable)]
    public void A_suppressed_number_is_refused_for_its_reason(SkipReason reason) =>
        Decide([reason]).Should().Be(new GateDecision.Refuse(reason, SendGate.SuppressionRule));

    [Fact]
    public void The_answer_to_a_keyword_passes_an_opt_out() =>
        Decide([SkipReason.OptedOut], isKeywordAnswer: true).Should().Be(GateDecision.Allow.It);

    [Fact]
    public void The_answer_to_a_keyword_passes_nothing_else() =>
        Decide([SkipReason.OptedOut, SkipReason.Landline], isKeywordAnswer: true).Should().Be(new GateDecision.Refuse(SkipReason.Landline, SendGate.SuppressionRule));

    [Fact]
    public void The_persons_own_word_is_told_first_whatever_order_the_reasons_come_in()
    {
        Decide([SkipReason.Landline, SkipReason.OptedOut]).Should().Be(new GateDecision.Refuse(SkipReason.OptedOut, SendGate.SuppressionRule));
        Decide([SkipReason.OptedOut, SkipReason.Landline]).Should().Be(new GateDecision.Refuse(SkipReason.OptedOut, SendGate.SuppressionRule));
    }

    [Fact]
    public void A_sender_that_the_carriers_do_not_let_send_sends_nothing() =>
        Decide([], isSenderActive: false).Should().Be(new GateDecision.Refuse(SkipReason.SenderInactive, SendGate.RegistrationRule));

    private static GateDecision Decide(IReadOnlyList<SkipReason> reasons, bool isKeywordAnswer = false, bool isSenderActive = true) =>
        SendGate.Decide(new SendFacts(isKeywordAnswer, isSenderActive, reasons));
}
