using System.Net;
using AwesomeAssertions;
using Carillon.Access;
using Carillon.Access.Invitations;
using Carillon.Access.Sessions;
using Carillon.Tests.Engines;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Access.Invitations;

public sealed class InvitationBookTests
{
    private const string Newcomer = "new@example.com";
    private static readonly IPAddress Home = IPAddress.Parse("192.0.2.7");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task A_link_lets_one_person_in_once_with_its_role(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = await AccessRoom.WithOwnerAsync(store);
        var owner = await OwnerAsync(room);
        var token = await MakeAsync(room, owner, Role.Inbox);

        var both = await Task.WhenAll(AcceptAsync(room, token, Newcomer), AcceptAsync(room, token, "second@example.com"));

        both.OfType<InvitationOutcome.Welcome>().Should().ContainSingle().Which.Invitation.Role.Should().Be(Role.Inbox);
        both.OfType<InvitationOutcome.NotGood>().Should().ContainSingle();
        await using var db = room.Database.OpenEverybody();
        (await db.Users.CountAsync(Stop)).Should().Be(2, "whoever came second has no account either");
        (await db.Invitations.Select(row => row.Hash).SingleAsync(Stop)).Should().NotBeEquivalentTo(Convert.FromHexString(token));
    }

    [Theory, EachDatabase]
    public async Task A_link_that_is_old_taken_back_or_for_somebody_else_is_not_good(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = await AccessRoom.WithOwnerAsync(store);
        var owner = await OwnerAsync(room);
        var (old, revoked, theirs) = (await MakeAsync(room, owner, Role.Inbox), await MakeAsync(room, owner, Role.Inbox), await MakeAsync(room, owner, Role.Inbox, "only@example.com"));
        var open = await room.InAsync(owner, (InvitationBook book) => book.ListAsync(Stop));
        var revokedId = (await room.AskAsync((InvitationBook book) => book.FindAsync(revoked, Stop)))!.Id;
        (await room.InAsync(owner, (InvitationBook book) => book.RevokeAsync(revokedId, Stop))).Should().BeTrue();

        open.Should().HaveCount(3);
        (await AcceptAsync(room, revoked, Newcomer)).Should().BeOfType<InvitationOutcome.NotGood>();
        (await AcceptAsync(room, theirs, Newcomer)).Should().BeOfType<InvitationOutcome.OtherAddress>();
        (await AcceptAsync(room, theirs, "Only@Example.com")).Should().BeOfType<InvitationOutcome.Welcome>();
        (await AcceptAsync(room, "0000", Newcomer)).Should().BeOfType<InvitationOutcome.NotGood>();
        room.Time.Advance(Invitation.Lasts);
        (await AcceptAsync(room, old, Newcomer)).Should().BeOfType<InvitationOutcome.NotGood>();
    }

    [Theory, EachDatabase]
    public async Task Who_has_an_account_gets_a_place_more_by_its_password_and_no_session(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = await AccessRoom.WithOwnerAsync(store);
        var owner = await OwnerAsync(room);
        var (other, _, _) = await room.Get<Workspaces>().CreateAsync("Other", "test", Stop);
        var token = await MakeAsync(room, owner with { Workspace = other.Id }, Role.Analyst);

        (await AcceptAsync(room, token, AccessRoom.Email, "not the password at all")).Should().BeOfType<InvitationOutcome.PasswordWrong>();
        (await AcceptAsync(room, token, AccessRoom.Email, AccessRoom.Password)).Should().BeOfType<InvitationOutcome.Joined>();

        (await room.Get<SessionBook>().PlacesAsync(owner.User, Stop)).Select(place => place.Name).Should().BeEquivalentTo([Workspaces.FirstName, "Other"]);
        (await room.Get<SessionBook>().ListAsync(owner.User, Stop)).Should().BeEmpty();
    }

    [Theory, EachDatabase]
    public async Task Only_owners_invite_owners(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = await AccessRoom.WithOwnerAsync(store);
        var owner = await OwnerAsync(room);

        (await room.InAsync(owner, (InvitationBook book) => book.CreateAsync(Role.Admin, Role.Owner, null, Stop))).Should().BeNull();
        (await room.InAsync(owner, (InvitationBook book) => book.CreateAsync(Role.Marketer, Role.Inbox, null, Stop))).Should().BeNull();
        (await room.InAsync(owner, (InvitationBook book) => book.CreateAsync(Role.Owner, Role.Owner, null, Stop))).Should().NotBeNull();
    }

    private static async Task<Session> OwnerAsync(AccessRoom room) =>
        ((SignInOutcome.SignedIn)await room.AskAsync((SignIn door) => door.TryAsync(AccessRoom.Email, AccessRoom.Password, Home, null, Stop))).Session;

    private static async Task<string> MakeAsync(AccessRoom room, Session by, Role role, string? email = null) =>
        (await room.InAsync(by, (InvitationBook book) => book.CreateAsync(by.Role, role, email, Stop))).Should().NotBeNull().And.Subject;

    private static Task<InvitationOutcome> AcceptAsync(AccessRoom room, string token, string email, string password = "five red lanterns") =>
        room.AskAsync((InvitationBook book) => book.AcceptAsync(token, email, password, Home, Stop));
}
