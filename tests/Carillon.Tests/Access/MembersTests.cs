using System.Net;
using AwesomeAssertions;
using Carillon.Access;
using Carillon.Access.Sessions;
using Carillon.Primitives;
using Carillon.Tests.Engines;

namespace Carillon.Tests.Access;

public sealed class MembersTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Who_is_deactivated_is_out_within_five_seconds_and_may_be_let_in_again(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = await AccessRoom.WithOwnerAsync(store);
        await using var elsewhere = new AccessRoom(store, room.Master);
        var owner = await SessionAsync(room, AccessRoom.Email);
        var other = await AddAsync(room, owner, "other@example.com", Role.Marketer);
        var check = elsewhere.Get<SessionCheck>();
        (await check.LookAsync(other, Stop)).Should().NotBeNull();

        (await DecideAsync(room, owner, (members, by) => members.DeactivateAsync(by, other.User, Stop))).Should().BeOfType<MemberOutcome.Done>();
        elsewhere.Time.Advance(TimeSpan.FromSeconds(5));
        (await check.LookAsync(other, Stop)).Should().BeNull();
        (await room.AskAsync((SignIn door) => door.TryAsync("other@example.com", AccessRoom.Password, IPAddress.Loopback, null, Stop))).Should().BeOfType<SignInOutcome.Refused>();

        await DecideAsync(room, owner, (members, by) => members.ReactivateAsync(by, other.User, Stop));
        (await room.AskAsync((SignIn door) => door.TryAsync("other@example.com", AccessRoom.Password, IPAddress.Loopback, null, Stop))).Should().BeOfType<SignInOutcome.SignedIn>();
    }

    [Theory, EachDatabase]
    public async Task Nobody_decides_about_themselves_and_only_owners_about_owners(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = await AccessRoom.WithOwnerAsync(store);
        var owner = await SessionAsync(room, AccessRoom.Email);
        var admin = await AddAsync(room, owner, "admin@example.com", Role.Admin);
        var marketer = await AddAsync(room, owner, "marketer@example.com", Role.Marketer);

        (await DecideAsync(room, owner, (members, by) => members.DeactivateAsync(by, owner.User, Stop))).Should().BeOfType<MemberOutcome.NotAllowed>();
        (await DecideAsync(room, admin, (members, by) => members.DeactivateAsync(by, owner.User, Stop))).Should().BeOfType<MemberOutcome.NotAllowed>();
        (await DecideAsync(room, admin, (members, by) => members.ChangeRoleAsync(by, marketer.User, Role.Owner, Stop))).Should().BeOfType<MemberOutcome.NotAllowed>();
        (await DecideAsync(room, admin, (members, by) => members.ResetSecondFactorAsync(by, marketer.User, Stop))).Should().BeOfType<MemberOutcome.NotAllowed>();
        (await DecideAsync(room, marketer, (members, by) => members.ChangeRoleAsync(by, admin.User, Role.Analyst, Stop))).Should().BeOfType<MemberOutcome.NotAllowed>();
        (await DecideAsync(room, admin, (members, by) => members.ChangeRoleAsync(by, marketer.User, Role.Inbox, Stop))).Should().BeOfType<MemberOutcome.Done>();
        (await DecideAsync(room, owner, (members, by) => members.ChangeRoleAsync(by, UserId.From(Guid.NewGuid()), Role.Inbox, Stop))).Should().BeOfType<MemberOutcome.NotFound>();
    }

    [Theory, EachDatabase]
    public async Task Two_owners_who_shut_each_other_out_at_once_leave_one(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = await AccessRoom.WithOwnerAsync(store);
        var owner = await SessionAsync(room, AccessRoom.Email);
        var second = await AddAsync(room, owner, "second@example.com", Role.Owner);

        var outcomes = await Task.WhenAll(
            DecideAsync(room, owner, (members, by) => members.DeactivateAsync(by, second.User, Stop)),
            DecideAsync(room, second, (members, by) => members.ChangeRoleAsync(by, owner.User, Role.Analyst, Stop)));

        outcomes.OfType<MemberOutcome.Done>().Should().ContainSingle();
        outcomes.OfType<MemberOutcome.LastOwner>().Should().ContainSingle();
    }

    [Theory, EachDatabase]
    public async Task Sessions_are_listed_and_end_one_by_one_or_all_others(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = await AccessRoom.WithOwnerAsync(store);
        var here = await SessionAsync(room, AccessRoom.Email);
        var (phone, desk, tablet) = (await SessionAsync(room, AccessRoom.Email), await SessionAsync(room, AccessRoom.Email), await SessionAsync(room, AccessRoom.Email));
        var (book, check) = (room.Get<SessionBook>(), room.Get<SessionCheck>());
        (await book.ListAsync(here.User, Stop)).Should().HaveCount(4);

        await book.EndAsync(here, phone.Id, Stop);
        (await check.LookAsync(phone, Stop)).Should().BeNull();
        (await check.LookAsync(desk, Stop)).Should().NotBeNull();
        await book.EndOthersAsync(here, Stop);
        (await check.LookAsync(tablet, Stop)).Should().BeNull();
        (await check.LookAsync(here, Stop)).Should().NotBeNull();
        (await check.LookAsync(here with { Secret = "another" }, Stop)).Should().BeNull();
    }

    [Theory, EachDatabase]
    public async Task Who_showed_who_it_is_need_not_again_for_ten_minutes(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = await AccessRoom.WithOwnerAsync(store);
        var here = await SessionAsync(room, AccessRoom.Email);
        var (book, check) = (room.Get<SessionBook>(), room.Get<SessionCheck>());

        (await check.IsProvedAsync(here, Stop)).Should().BeTrue();
        room.Time.Advance(Session.Proved);
        (await check.IsProvedAsync(here, Stop)).Should().BeFalse();
        (await room.AskAsync((SignIn door) => door.ProveAsync(here, "not the password", IPAddress.Loopback, Stop))).Should().BeOfType<SignInOutcome.Refused>();
        (await room.AskAsync((SignIn door) => door.ProveAsync(here, AccessRoom.Password, IPAddress.Loopback, Stop))).Should().BeOfType<SignInOutcome.SignedIn>();
        await book.ProveAsync(here, Stop);
        (await check.IsProvedAsync(here, Stop)).Should().BeTrue();
    }

    private static Task<MemberOutcome> DecideAsync(AccessRoom room, Session by, Func<Members, Session, Task<MemberOutcome>> decide) =>
        room.InAsync(by, (Members members) => decide(members, by));

    private static async Task<Session> AddAsync(AccessRoom room, Session by, string email, Role role)
    {
        await room.AskAsync((Users users) => users.CreateAsync(email, AccessRoom.Password, by.Workspace, role, Stop));
        return await SessionAsync(room, email);
    }

    private static async Task<Session> SessionAsync(AccessRoom room, string email)
    {
        var signed = (SignInOutcome.SignedIn)await room.AskAsync((SignIn door) => door.TryAsync(email, AccessRoom.Password, IPAddress.Loopback, null, Stop));
        return await room.Get<SessionBook>().BeginAsync(signed.Session, signed.How, null, null, Stop);
    }
}
