using Carillon.Primitives;

namespace Carillon.Channels.Simulator;

/// <summary>What the person behind a number does with a text: the same for the same seed and number, however often it is asked.</summary>
internal readonly ref struct SimulatedPerson
{
    private static readonly string[] FailureCodes = ["30003", "30003", "30005", "30006", "30007"];

    private static readonly string[] Replies =
    [
        "Yes please, what times do you have?",
        "Sounds good, can you call me tomorrow?",
        "How much would it be?",
        "Who is this?",
        "Thanks, not right now. Maybe next month",
        "Do you have anything on Saturday?",
        "Yes",
        "Ok great, thank you!",
        "Is this still available?",
        "I already booked, thanks though",
        "Can you send me more information?",
        "👍",
        "Is there parking at your place?",
        "We moved last year, but my sister may be interested",
        "What's the address again?",
        "Perfect, see you then",
        "Yes, that works for me",
        "What does it cost with the discount?",
        "Could you come on Thursday instead?",
        "Great, I'll be there",
        "Do you take cards?",
        "Let me talk to my husband and get back to you",
        "How long does it take?",
        "Interested! What do I have to do?",
        "My daughter loved it last time",
        "Is it open on Sundays too?",
        "Ok",
        "Thank you for the reminder",
        "Can I bring a friend?",
        "Please call me after five",
        "Got it, thanks",
        "Wonderful 😊",
        "I'd like to book for two",
        "Is there a waiting list?",
        "That's a bit far for me, do you deliver?",
        "Yes, count me in",
        "Do you still have the blue one?",
        "Which door do I use?",
        "I'll come by tomorrow morning",
        "Sure, sounds like a plan",
        "Nice! Saved the date",
        "Can we move it to next week?",
        "How do I pay?",
        "Same place as last year?",
        "Super, thanks a lot",
        "I have a question about my last order",
        "Is the offer for new customers only?",
        "Alright, see you Friday",
    ];

    private static readonly string[] OptOuts =
    [
        "STOP", "STOP", "STOP", "Stop", "stop", "Stop.", "UNSUBSCRIBE", "stop please", "Quit", "CANCEL", "Please stop", "STOP!",
    ];

    private readonly SimulatorSettings _settings;
    private readonly ulong _self;

    public SimulatedPerson(SimulatorSettings settings, PhoneNumber number)
    {
        _settings = settings;
        _self = Mix((ulong)settings.Seed ^ Mix(ulong.Parse(number.E164.AsSpan(1), provider: null)));
    }

    /// <summary>Delivered, Undelivered, or Sent where no receipt ever follows.</summary>
    public MessageStatus Fate
    {
        get
        {
            var chance = Chance(1);
            return chance < _settings.DeliveryRate ? MessageStatus.Delivered
                : chance < _settings.DeliveryRate + _settings.FailureRate ? MessageStatus.Undelivered
                : MessageStatus.Sent;
        }
    }

    /// <summary>The carrier's code where it fails.</summary>
    public string FailureCode => Pick(FailureCodes, 2);

    /// <summary>Whether the person wants no more texts.</summary>
    public bool OptsOut => Chance(3) < _settings.OptOutRate;

    /// <summary>Whether the person answers with ordinary words.</summary>
    public bool Answers => Chance(3) is var chance && chance >= _settings.OptOutRate && chance < _settings.OptOutRate + _settings.ReplyRate;

    /// <summary>The words.</summary>
    public string Words => OptsOut ? Pick(OptOuts, 4) : Pick(Replies, 4);

    /// <summary>From the hand-over to the receipt.</summary>
    public TimeSpan ReceiptDelay => _settings.Latency * (0.5 + Chance(5));

    /// <summary>From the hand-over to the answer.</summary>
    public TimeSpan AnswerDelay => _settings.Latency * (4 + (32 * Chance(6)));

    private double Chance(ulong question) => (Mix(_self + question) >> 11) * (1.0 / (1UL << 53));

    private string Pick(string[] words, ulong question) => words[Mix(_self + question) % (ulong)words.Length];

    /// <summary>The finisher of SplitMix64.</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
