using AwesomeAssertions;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Compliance.Content;
using Carillon.Compliance.QuietHours;
using Carillon.Compliance.RulePacks;
using Carillon.Primitives;

namespace Carillon.Tests.Compliance;

public sealed class SendGateTests
{
    [Theory]
    [InlineData("Your code is 482913", true)]
    [InlineData("482913 is your Harbor Bakery verification code. Don't share it.", true)]
    [InlineData("G-204913 es su código de verificación", true)]
    [InlineData("Votre code de vérification : 482 913", true)]
    [InlineData("PIN: 4829", true)]
    [InlineData("Use code 2025 for 20% off today", false)]
    [InlineData("Your order 482913 is ready", false)]
    [InlineData("Your code is on its way", false)]
    [InlineData("Verify now: https://example.com/482913 code 482913", false)]
    [InlineData("Call (415) 555-0134 about your zip code", false)]
    public void A_code_that_somebody_asked_for_waits_for_no_hours(string body, bool isCode)
    {
        OneTimeCode.Is(body).Should().Be(isCode);
        var night = Facts() with { At = Noon.AddHours(12), Purpose = Purpose.Transactional, IsOneTimeCode = OneTimeCode.Is(body) };
        SendGate.Decide(night, RulePack.BuiltIn).Should().Match<GateDecision>(decision => decision is GateDecision.Allow == isCode);
        SendGate.Decide(night with { Campaign = Id.New<CampaignId>(TimeProvider.System) }, RulePack.BuiltIn).Should().BeOfType<GateDecision.Hold>("a campaign's text is nobody's code");
        SendGate.Decide(night with { Purpose = Purpose.Marketing, Consent = ConsentStatus.Subscribed }, RulePack.BuiltIn).Should().BeOfType<GateDecision.Hold>();
    }

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

    [Theory]
    [InlineData(SkipReason.OptedOut)]
    [InlineData(SkipReason.DoNotCall)]
    [InlineData(SkipReason.Complaint)]
    [InlineData(SkipReason.Unreachable)]
    public void The_answer_to_a_keyword_passes_what_a_person_who_writes_shows_to_be_no_hindrance(SkipReason reason) =>
        Decide([SkipReason.OptedOut, reason], isKeywordAnswer: true).Should().Be(GateDecision.Allow.It);

    [Theory]
    [InlineData(SkipReason.Landline)]
    [InlineData(SkipReason.Invalid)]
    public void The_answer_to_a_keyword_goes_to_no_line_that_takes_no_texts(SkipReason reason) =>
        Decide([SkipReason.OptedOut, reason], isKeywordAnswer: true).Should().Be(new GateDecision.Refuse(reason, SendGate.SuppressionRule));

    [Fact]
    public void The_persons_own_word_is_told_first_whatever_order_the_reasons_come_in()
    {
        Decide([SkipReason.Landline, SkipReason.OptedOut]).Should().Be(new GateDecision.Refuse(SkipReason.OptedOut, SendGate.SuppressionRule));
        Decide([SkipReason.OptedOut, SkipReason.Landline]).Should().Be(new GateDecision.Refuse(SkipReason.OptedOut, SendGate.SuppressionRule));
    }

    [Fact]
    public void A_sender_that_the_carriers_do_not_let_send_sends_nothing() =>
        Decide([], isSenderActive: false).Should().Be(new GateDecision.Refuse(SkipReason.SenderInactive, SendGate.RegistrationRule));

    [Theory]
    [InlineData(Purpose.Marketing, ConsentStatus.Subscribed, null)]
    [InlineData(Purpose.Marketing, ConsentStatus.Unknown, SkipReason.NoConsent)]
    [InlineData(Purpose.Marketing, ConsentStatus.Unsubscribed, SkipReason.OptedOut)]
    [InlineData(Purpose.Transactional, ConsentStatus.Subscribed, null)]
    [InlineData(Purpose.Transactional, ConsentStatus.Unknown, null)]
    [InlineData(Purpose.Transactional, ConsentStatus.Unsubscribed, SkipReason.OptedOut)]
    public void Consent_is_needed_as_the_purpose_asks(Purpose purpose, ConsentStatus consent, SkipReason? reason)
    {
        var decision = SendGate.Decide(Facts() with { Purpose = purpose, Consent = consent }, RulePack.BuiltIn);

        decision.Should().Be(reason is { } refused ? new GateDecision.Refuse(refused, SendGate.ConsentRule) : GateDecision.Allow.It);
    }

    [Fact]
    public void A_person_who_is_gone_is_refused_before_anything_else() =>
        SendGate.Decide(Facts() with { IsPersonGone = true, Suppressions = [SkipReason.OptedOut] }, RulePack.BuiltIn)
            .Should().Be(new GateDecision.Refuse(SkipReason.NoNumber, SendGate.GoneRule));

    [Fact]
    public void Marketing_rests_while_a_text_may_be_an_opt_out()
    {
        var facts = Facts() with { ReviewUntil = Facts().At.AddHours(3) };

        SendGate.Decide(facts, RulePack.BuiltIn).Should().Be(new GateDecision.Hold(facts.At.AddHours(3), SendGate.ReviewRule));
        SendGate.Decide(facts with { ReviewUntil = facts.At }, RulePack.BuiltIn).Should().Be(new GateDecision.Hold(facts.At.AddMinutes(1), SendGate.ReviewRule));
        SendGate.Decide(facts with { ReviewUntil = facts.At.AddHours(-1) }, RulePack.BuiltIn).Should().Be(new GateDecision.Hold(facts.At.AddMinutes(1), SendGate.ReviewRule));
        SendGate.Decide(facts with { Purpose = Purpose.Transactional }, RulePack.BuiltIn).Should().Be(GateDecision.Allow.It);
        SendGate.Decide(facts with { IsKeywordAnswer = true }, RulePack.BuiltIn).Should().Be(GateDecision.Allow.It);
    }

    [Fact]
    public void Of_two_marketing_texts_that_wait_on_one_day_the_earlier_stays()
    {
        var facts = Facts();

        SendGate.Decide(facts with { Pending = [facts.At.AddMinutes(-1)] }, RulePack.BuiltIn).Should().Be(new GateDecision.Refuse(SkipReason.FrequencyCap, SendGate.PendingRule));
        SendGate.Decide(facts with { Pending = [facts.At.AddMinutes(1), facts.At.AddDays(-1)] }, RulePack.BuiltIn).Should().Be(GateDecision.Allow.It);
        SendGate.Decide(facts with { Purpose = Purpose.Transactional, Pending = [facts.At] }, RulePack.BuiltIn).Should().Be(GateDecision.Allow.It);
    }

    [Theory]
    [InlineData("23:59:59", false)]
    [InlineData("24:00:00", true)]
    public void Marketing_comes_once_in_a_rolling_day(string ago, bool isAllowed)
    {
        var decision = SendGate.Decide(Facts() with { Recent = [Sent(ago)] }, RulePack.BuiltIn);

        decision.Should().Be(isAllowed ? GateDecision.Allow.It : new GateDecision.Refuse(SkipReason.FrequencyCap, "frequency-day"));
    }

    [Fact]
    public void Marketing_comes_ten_times_in_thirty_days()
    {
        var ten = Enumerable.Range(2, 10).Select(days => Sent($"{days * 24}:00:00")).ToList();

        SendGate.Decide(Facts() with { Recent = ten }, RulePack.BuiltIn).Should().Be(new GateDecision.Refuse(SkipReason.FrequencyCap, "frequency-month"));
        SendGate.Decide(Facts() with { Recent = [.. ten.Skip(1), Sent("720:00:00")] }, RulePack.BuiltIn).Should().Be(GateDecision.Allow.It);
    }

    [Theory]
    [InlineData("+13055550100", "23:59:59", "frequency-us-fl")]
    [InlineData("+13055550100", "24:00:00", null)]
    [InlineData("+14055550100", "23:59:59", "frequency-us-ok")]
    [InlineData("+14105550100", "23:59:59", "frequency-us-md")]
    [InlineData("+12125550100", "23:59:59", null)]
    public void Three_texts_in_a_day_are_the_most_where_a_state_says_so(string number, string firstAgo, string? rule)
    {
        var facts = Facts(number) with { Purpose = Purpose.Transactional, Recent = [Single(firstAgo), Single("2:00:00"), Single("1:00:00")] };

        SendGate.Decide(facts, RulePack.BuiltIn).Should().Be(rule is null ? GateDecision.Allow.It : new GateDecision.Refuse(SkipReason.FrequencyCap, rule));
    }

    [Fact]
    public void A_stop_stands_before_every_other_rule_and_holds_answers_to_keywords_too()
    {
        var stopped = Facts() with { IsStopped = true, IsPersonGone = true, Suppressions = [SkipReason.OptedOut] };
        var held = new GateDecision.Hold(stopped.At.AddSeconds(2), SendGate.StopRule) { IsOpenEnded = true };

        SendGate.Decide(stopped, RulePack.BuiltIn).Should().Be(held);
        SendGate.Decide(stopped with { IsKeywordAnswer = true }, RulePack.BuiltIn).Should().Be(held);
    }

    [Fact]
    public void An_old_do_not_call_list_holds_marketing_only_and_nobody_whom_an_earlier_rule_refuses()
    {
        var old = Facts() with { IsListOld = true, Consent = ConsentStatus.Subscribed };

        SendGate.Decide(old, RulePack.BuiltIn).Should().Be(new GateDecision.Hold(old.At.AddSeconds(2), SendGate.ListRule) { IsOpenEnded = true });
        SendGate.Decide(old with { Purpose = Purpose.Transactional }, RulePack.BuiltIn).Should().Be(GateDecision.Allow.It);
        SendGate.Decide(old with { IsKeywordAnswer = true, Purpose = Purpose.Transactional }, RulePack.BuiltIn).Should().Be(GateDecision.Allow.It);
        SendGate.Decide(old with { Suppressions = [SkipReason.OptedOut] }, RulePack.BuiltIn).Should().BeOfType<GateDecision.Refuse>();
        SendGate.Decide(old with { Consent = ConsentStatus.Unknown }, RulePack.BuiltIn).Should().BeOfType<GateDecision.Refuse>();
    }

    [Fact]
    public void Replies_in_a_conversation_count_for_no_cap_and_meet_none()
    {
        var three = new[] { Single("3:00:00"), Single("2:00:00"), Single("1:00:00") };
        var facts = Facts("+13055550100") with { Purpose = Purpose.Transactional, Recent = three };

        SendGate.Decide(facts with { WroteAt = Noon.AddHours(-23) }, RulePack.BuiltIn).Should().Be(GateDecision.Allow.It);
        SendGate.Decide(facts with { WroteAt = Noon.AddHours(-25) }, RulePack.BuiltIn).Should().BeOfType<GateDecision.Refuse>();
        SendGate.Decide(facts with { Recent = [.. three.Select(sent => sent with { IsReply = true })] }, RulePack.BuiltIn).Should().Be(GateDecision.Allow.It);
    }

    [Fact]
    public void A_closed_window_holds_until_it_opens_and_is_too_late_behind_the_end()
    {
        var night = Facts() with { At = Noon.AddHours(12), ExpiresAt = Noon.AddDays(7) };

        SendGate.Decide(night, RulePack.BuiltIn).Should().Be(new GateDecision.Hold(new DateTimeOffset(2027, 1, 13, 13, 0, 0, TimeSpan.Zero), "quiet-hours-us-ny"));
        SendGate.Decide(night with { ExpiresAt = Noon.AddHours(14) }, RulePack.BuiltIn).Should().Be(new GateDecision.Refuse(SkipReason.Expired, "quiet-hours-us-ny"));
    }

    [Theory]
    [InlineData(29, true)]
    [InlineData(31, false)]
    public void An_answer_within_half_an_hour_knows_no_quiet_hours(int minutesAgo, bool isAllowed)
    {
        var night = Facts() with { At = Noon.AddHours(12), Purpose = Purpose.Transactional, WroteAt = Noon.AddHours(12).AddMinutes(-minutesAgo) };

        SendGate.Decide(night, RulePack.BuiltIn).Should().BeOfType(isAllowed ? typeof(GateDecision.Allow) : typeof(GateDecision.Hold));
    }

    [Fact]
    public void The_answer_to_a_keyword_knows_no_quiet_hours_and_no_caps() => SendGate.Decide(
        Facts("+13055550100") with { At = Noon.AddHours(12), IsKeywordAnswer = true, Purpose = Purpose.Transactional, Recent = [Single("1:00:00"), Single("1:00:00"), Single("1:00:00")] },
        RulePack.BuiltIn).Should().Be(GateDecision.Allow.It);

    private static readonly DateTimeOffset Noon = new(2027, 1, 12, 17, 0, 0, TimeSpan.Zero);

    private static RecentMessage Sent(string ago) => new(Ago(ago), Purpose.Marketing, new CampaignId(Guid.CreateVersion7()), false);

    private static RecentMessage Single(string ago) => new(Ago(ago), Purpose.Transactional, null, false);

    private static DateTimeOffset Ago(string ago)
    {
        var parts = ago.Split(':').Select(part => int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        return Noon - new TimeSpan(parts[0], parts[1], parts[2]);
    }

    private static SendFacts Facts(string number = "+12125550100")
    {
        var place = Whereabouts.Of(PhoneNumber.FromStored(number), null, null);
        return new SendFacts
        {
            At = Noon,
            Purpose = Purpose.Marketing,
            Consent = ConsentStatus.Subscribed,
            Suppressions = [],
            Place = place,
            Hours = new LegalHours(RulePack.BuiltIn, TimeSpan.Zero).Of(place, new HoursWish(QuietHoursRule.Strictest, null, "America/New_York")),
        };
    }

    private static GateDecision Decide(IReadOnlyList<SkipReason> reasons, bool isKeywordAnswer = false, bool isSenderActive = true) =>
        SendGate.Decide(Facts() with { Suppressions = reasons, IsKeywordAnswer = isKeywordAnswer, IsSenderActive = isSenderActive }, RulePack.BuiltIn);
}
