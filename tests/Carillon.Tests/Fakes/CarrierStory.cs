namespace Carillon.Tests.Fakes;

/// <summary>
/// What goes wrong at a carrier, drawn from a seed: the same seed and the same n-th request meet the same fate. One request in
/// twenty is disturbed; a message that is taken is taken within <see cref="Late"/>, and listed <see cref="Lag"/> after that.
/// </summary>
/// <param name="Seed">Makes it repeatable.</param>
/// <param name="Late">The latest that a message is taken after its request came.</param>
/// <param name="Lag">How long a taken message stays unlisted.</param>
public sealed record CarrierStory(int Seed, TimeSpan Late, TimeSpan Lag)
{
    private static readonly string[] Ends = ["delivered", "delivered", "delivered", "undelivered"];

    /// <summary>Makes a carrier tell this story.</summary>
    public void Direct(FakeTwilio twilio)
    {
        (twilio.Script, twilio.Fates, twilio.TakesWithin) = (StepOf, FatesOf, Late + TimeSpan.FromSeconds(1));
        (twilio.Listing.Lag, twilio.Listing.MostPerPage, twilio.Listing.IsShuffled) = (Lag, 2, true);
        twilio.Listing.Fails = number => new Random(Mix(number, 3)).Next(20) == 0;
        twilio.Listing.Normalise = body => body.Trim();
    }

    /// <summary>What becomes of a request to send.</summary>
    public FakeStep StepOf(FakeSend send)
    {
        var random = new Random(Mix(send.Number, 1));
        return random.Next(1000) switch
        {
            < 10 => FakeStep.AcceptAfter(Late * random.NextDouble()),
            < 15 => FakeStep.AcceptThenReset,
            < 20 => FakeStep.AcceptThenFail(),
            < 23 => FakeStep.AcceptThenHang,
            < 26 => FakeStep.AcceptThenCut,
            < 28 => FakeStep.AcceptThenDrip,
            < 33 => FakeStep.Reset,
            < 35 => FakeStep.Hang,
            < 38 => FakeStep.Refuse(429, "20429", TimeSpan.FromSeconds(1)),
            < 40 => FakeStep.Fail(503, TimeSpan.FromSeconds(1)),
            < 45 => FakeStep.Refuse(400, "30020"),
            < 50 => FakeStep.Refuse(400, "21612"),
            < 60 => FakeStep.Accept with { Delay = TimeSpan.FromMilliseconds(random.Next(200)) },
            _ => FakeStep.Accept,
        };
    }

    /// <summary>What is told of a message that was taken: late, twice, in the wrong order, with a wrong signature, or never.</summary>
    public IReadOnlyList<FakeFate> FatesOf(Acceptance taken)
    {
        var random = new Random(Mix(taken.Send.Number, 2));
        var sent = new FakeFate(TimeSpan.FromMilliseconds(random.Next(200)), "sent");
        var end = new FakeFate(TimeSpan.FromMilliseconds(random.Next(random.Next(10) == 0 ? 5000 : 200)), Ends[random.Next(Ends.Length)]);
        end = end.Status == "undelivered" ? end with { ErrorCode = "30003" } : end;
        return random.Next(10) switch
        {
            0 => [],
            1 => [end, sent],
            2 => [sent, end, end, sent],
            3 => [sent with { Status = "failed", ErrorCode = "30005", Twist = CallbackTwist.WrongKey }, sent, end],
            4 => [sent],
            _ => [sent, end],
        };
    }

    private int Mix(long number, int use)
    {
        var mixed = unchecked(((ulong)Seed * 0x9E3779B97F4A7C15) ^ ((ulong)number * 0xBF58476D1CE4E5B9) ^ ((ulong)use * 0x94D049BB133111EB));
        mixed = unchecked((mixed ^ (mixed >> 29)) * 0xBF58476D1CE4E5B9);
        return (int)((mixed ^ (mixed >> 32)) & int.MaxValue);
    }
}
