using AwesomeAssertions;
using Carillon.Access;
using Carillon.Primitives;
using Carillon.Tests.Engines;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Time.Testing;

namespace Carillon.Tests.Access;

public sealed class IdempotentAnswersTests
{
    private static readonly byte[] Hash = new byte[32];
    private static readonly byte[] OtherHash = [1, .. new byte[31]];
    private static readonly StoredAnswer Answer = new(201, "application/json", "/here", [1, 2, 3]);
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly WorkspaceId _workspace = Id.New<WorkspaceId>(TimeProvider.System);

    [Theory, EachDatabase]
    public async Task A_request_that_died_gives_the_key_free_after_a_minute(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        var answers = Of(store);
        (await BeginAsync(answers)).Should().BeOfType<IdempotencyVerdict.Run>();

        _time.Advance(TimeSpan.FromSeconds(59));
        (await BeginAsync(answers)).Should().BeOfType<IdempotencyVerdict.StillRunning>();
        _time.Advance(TimeSpan.FromSeconds(2));

        (await BeginAsync(answers)).Should().BeOfType<IdempotencyVerdict.Run>();
        (await BeginAsync(answers)).Should().BeOfType<IdempotencyVerdict.StillRunning>();
    }

    [Theory, EachDatabase]
    public async Task A_request_that_says_it_lives_keeps_the_key(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        var answers = Of(store);
        await BeginAsync(answers);

        for (var i = 0; i < 10; i++)
        {
            _time.Advance(IdempotentAnswers.SignOfLife);
            await answers.KeepAsync(_workspace, "key", CancellationToken.None);
        }

        (await BeginAsync(answers)).Should().BeOfType<IdempotencyVerdict.StillRunning>();
    }

    [Theory, EachDatabase]
    public async Task An_answer_is_kept_for_a_day_and_sealed(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        var answers = Of(store);
        await BeginAsync(answers);
        await answers.FinishAsync(_workspace, "key", Answer, CancellationToken.None);

        _time.Advance(TimeSpan.FromHours(23.9));
        var again = (await BeginAsync(answers)).Should().BeOfType<IdempotencyVerdict.Replay>().Which.Answer;
        again.Should().BeEquivalentTo(Answer);
        (await answers.BeginAsync(_workspace, "key", OtherHash, CancellationToken.None)).Should().BeOfType<IdempotencyVerdict.OtherRequest>();

        _time.Advance(TimeSpan.FromHours(0.2));
        (await answers.BeginAsync(_workspace, "key", OtherHash, CancellationToken.None)).Should().BeOfType<IdempotencyVerdict.Run>();
    }

    [Theory, EachDatabase]
    public async Task Of_many_who_begin_at_once_one_runs(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        var answers = Of(store);

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => BeginAsync(answers))));

        verdicts.Count(verdict => verdict is IdempotencyVerdict.Run).Should().Be(1);
        verdicts.Count(verdict => verdict is IdempotencyVerdict.StillRunning).Should().Be(15);
    }

    [Theory, EachDatabase]
    public async Task Old_answers_are_deleted_and_young_and_running_ones_stay(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        var answers = Of(store);
        await BeginAsync(answers);
        await answers.FinishAsync(_workspace, "key", Answer, CancellationToken.None);
        _time.Advance(TimeSpan.FromHours(25));
        await answers.BeginAsync(_workspace, "young", Hash, CancellationToken.None);

        (await answers.DeleteOldAsync(CancellationToken.None)).Should().Be(1);

        (await answers.BeginAsync(_workspace, "young", Hash, CancellationToken.None)).Should().BeOfType<IdempotencyVerdict.StillRunning>();
    }

    private Task<IdempotencyVerdict> BeginAsync(IdempotentAnswers answers) => answers.BeginAsync(_workspace, "key", Hash, CancellationToken.None);

    private IdempotentAnswers Of(TestStore store) => new(store.Database, new SecretBox(new EphemeralDataProtectionProvider()), _time);
}
