using AwesomeAssertions;
using Carillon.Access;
using Carillon.Access.Sessions;
using Carillon.Tests.Engines;

namespace Carillon.Tests.Access;

public sealed class FirstAdministratorTests
{
    [Theory, EachDatabase]
    public async Task From_elsewhere_it_takes_the_code_of_the_console_once(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = new AccessRoom(store);
        var code = ((BootstrapOutcome.Ready)await room.StartAsync()).Code!;

        (await AskAsync(room, null)).Should().BeOfType<FirstAdministratorOutcome.CodeWrong>();
        (await AskAsync(room, "ABCD-EFGH-JKLM-NPQR")).Should().BeOfType<FirstAdministratorOutcome.CodeWrong>();
        (await AskAsync(room, $" {code.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal)} ")).Should().BeOfType<FirstAdministratorOutcome.Created>();
        (await AskAsync(room, code)).Should().BeOfType<FirstAdministratorOutcome.AlreadyThere>();
        ((BootstrapOutcome.Ready)await room.StartAsync()).Code.Should().BeNull();
    }

    [Theory, EachDatabase]
    public async Task From_the_machine_itself_it_takes_none(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = new AccessRoom(store);
        await room.StartAsync();

        var outcome = await AskAsync(room, null, isFromThisMachine: true);

        var created = outcome.Should().BeOfType<FirstAdministratorOutcome.Created>().Subject;
        var session = await room.AskAsync((SignIn door) => door.FindSessionAsync(created.User, TestContext.Current.CancellationToken));
        session.Should().Match<Session>(x => x.Role == Role.Owner && x.Workspace == created.Workspace && x.Email == AccessRoom.Email);
    }

    [Theory, EachDatabase]
    public async Task Of_two_who_claim_at_once_one_is_the_first(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = new AccessRoom(store);
        await room.StartAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => AskAsync(room, null, true, $"owner{i}@example.com"))));

        outcomes.OfType<FirstAdministratorOutcome.Created>().Should().ContainSingle();
        outcomes.OfType<FirstAdministratorOutcome.AlreadyThere>().Should().HaveCount(3);
    }

    [Theory, EachDatabase]
    public async Task What_cannot_be_used_is_said_and_nothing_is_made(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = new AccessRoom(store);
        await room.StartAsync();

        (await AskAsync(room, null, true, "no address")).Should().Be(new FirstAdministratorOutcome.Refused(new UserOutcome.EmailInvalid()));
        (await AskAsync(room, null, true, password: "too short")).Should().Be(
            new FirstAdministratorOutcome.Refused(new UserOutcome.PasswordRefused(new PasswordVerdict.TooShort())));
        ((BootstrapOutcome.Ready)await room.StartAsync()).Code.Should().NotBeNull();
    }

    [Theory, EachDatabase]
    public async Task An_address_has_one_account(Engine engine)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = new AccessRoom(store);
        var first = ((BootstrapOutcome.Ready)await room.StartAsync()).FirstWorkspace;

        var made = await room.AskAsync((Users users) => users.CreateAsync("a@example.com", AccessRoom.Password, first, Role.Owner, stop));
        var again = await room.AskAsync((Users users) => users.CreateAsync("A@EXAMPLE.com", AccessRoom.Password, first, Role.Owner, stop));

        made.Should().BeOfType<UserOutcome.Created>();
        again.Should().BeOfType<UserOutcome.EmailTaken>();
    }

    private static Task<FirstAdministratorOutcome> AskAsync(
        AccessRoom room, string? code, bool isFromThisMachine = false, string email = AccessRoom.Email, string password = AccessRoom.Password) =>
        room.AskAsync((FirstAdministrator first) => first.CreateAsync(email, password, code, isFromThisMachine, TestContext.Current.CancellationToken));
}
