using System.Net;
using AwesomeAssertions;
using Carillon.Access;
using Carillon.Access.Sessions;
using Carillon.Primitives;
using Carillon.Tests.Engines;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Access;

public sealed class SignInTests
{
    private static readonly IPAddress Home = IPAddress.Parse("192.0.2.7");

    [Theory, EachDatabase]
    public async Task The_right_password_opens_the_workspace_and_everything_else_gets_one_answer(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = await ReadyAsync(store);

        var right = await TryAsync(room, "  Owner@Example.com ", AccessRoom.Password);
        var wrong = await TryAsync(room, AccessRoom.Email, "seven green kettle");
        var unknown = await TryAsync(room, "nobody@example.com", AccessRoom.Password);
        var empty = await TryAsync(room, "", "");

        var session = right.Should().BeOfType<SignInOutcome.SignedIn>().Which.Session;
        session.Role.Should().Be(Role.Owner);
        var begun = session with { Id = Id.New<SessionId>(room.Time), Secret = "what only the cookie knows" };
        Session.Of(begun.ToPrincipal("test")).Should().Be(begun);
        new[] { wrong, unknown, empty }.Should().AllBeOfType<SignInOutcome.Refused>();
    }

    [Theory, EachDatabase]
    public async Task Guessing_is_slowed_and_the_right_browser_is_not(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = await ReadyAsync(store);
        var known = (SignInOutcome.SignedIn)await TryAsync(room, AccessRoom.Email, AccessRoom.Password);

        for (var i = 0; i < 5; i++)
        {
            (await TryAsync(room, AccessRoom.Email, "wrong")).Should().BeOfType<SignInOutcome.Refused>();
        }

        (await TryAsync(room, AccessRoom.Email, AccessRoom.Password)).Should().BeOfType<SignInOutcome.Wait>();
        (await TryAsync(room, AccessRoom.Email, AccessRoom.Password, known.BrowserToken)).Should().BeOfType<SignInOutcome.SignedIn>();
        (await TryAsync(room, AccessRoom.Email, AccessRoom.Password, "forged")).Should().BeOfType<SignInOutcome.Wait>();
    }

    [Theory, EachDatabase]
    public async Task A_browser_is_known_only_to_its_own_account(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = await ReadyAsync(store);
        var user = UserId.From(Guid.NewGuid());
        var token = room.Get<KnownBrowsers>().Issue(user);

        room.Get<KnownBrowsers>().NameFor(user, token).Should().NotBeNull();
        room.Get<KnownBrowsers>().NameFor(UserId.From(Guid.NewGuid()), token).Should().BeNull();
        room.Time.Advance(KnownBrowsers.Lasts);
        room.Get<KnownBrowsers>().NameFor(user, token).Should().BeNull();
    }

    [Theory, EachDatabase]
    public async Task A_session_ends_within_five_seconds_of_its_reason(Engine engine)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = await ReadyAsync(store);
        var check = room.Get<SessionCheck>();
        var person = ((SignInOutcome.SignedIn)await TryAsync(room, AccessRoom.Email, AccessRoom.Password)).Session;
        (await check.JudgeAsync(person, stop)).Should().BeOfType<SessionVerdict.Ended>("it has not begun");
        var session = await room.Get<SessionBook>().BeginAsync(person, "password", "192.0.2.7", "a browser", stop);
        (await check.JudgeAsync(session, stop)).Should().BeOfType<SessionVerdict.Holds>();

        await using var db = room.Database.OpenEverybody();
        await db.Memberships.ExecuteUpdateAsync(set => set.SetProperty(x => x.Role, Role.Inbox), stop);
        room.Time.Advance(TimeSpan.FromSeconds(5));
        (await check.JudgeAsync(session, stop)).Should().BeOfType<SessionVerdict.OtherRole>().Which.Session.Role.Should().Be(Role.Inbox);

        (await check.JudgeAsync(session, stop)).Should().BeOfType<SessionVerdict.Holds>("a request under way may still carry the secret of before").Which.Session.Role.Should().Be(Role.Inbox);
        await db.Users.ExecuteUpdateAsync(set => set.SetProperty(x => x.SecurityStamp, "another"), stop);
        check.Forget(session.User);
        (await check.JudgeAsync(session, stop)).Should().BeOfType<SessionVerdict.Ended>();
        (await check.JudgeAsync(session with { Workspace = Id.New<WorkspaceId>(room.Time), Stamp = "another" }, stop)).Should().BeOfType<SessionVerdict.Ended>();
    }

    [Theory, EachDatabase]
    public async Task Passwords_are_stored_with_at_least_210_000_rounds_of_SHA_512(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = await ReadyAsync(store, AccessRegistration.PasswordRounds);
        await using var db = room.Database.OpenEverybody();
        var hash = Convert.FromBase64String((await db.Users.Select(x => x.PasswordHash).SingleAsync(TestContext.Current.CancellationToken))!);

        hash[0].Should().Be(1, "Identity's third format");
        System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(1)).Should().Be(2, "SHA-512");
        System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(5)).Should().BeGreaterThanOrEqualTo(210_000);
    }

    [Theory, EachDatabase]
    public async Task Identity_itself_refuses_what_the_rules_refuse(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = await ReadyAsync(store);

        var result = await room.AskAsync(async (UserManager<User> identity) =>
            await identity.AddPasswordAsync(new User { Email = "x@example.com", CreatedAt = default }, "password1234"));

        result.Errors.Should().ContainSingle().Which.Code.Should().Be("TooEasy");
    }

    private static async Task<AccessRoom> ReadyAsync(TestStore store, int rounds = AccessRoom.FewRounds)
    {
        var room = new AccessRoom(store, bootstrap: new BootstrapOptions { AdminEmail = AccessRoom.Email, AdminPassword = AccessRoom.Password }, rounds: rounds);
        await room.StartAsync();
        return room;
    }

    private static Task<SignInOutcome> TryAsync(AccessRoom room, string email, string password, string? browserToken = null) =>
        room.AskAsync((SignIn door) => door.TryAsync(email, password, Home, browserToken, TestContext.Current.CancellationToken));
}
