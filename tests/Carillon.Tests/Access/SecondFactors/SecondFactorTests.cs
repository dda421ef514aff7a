using System.Net;
using AwesomeAssertions;
using Carillon.Access;
using Carillon.Access.Audit;
using Carillon.Access.SecondFactors;
using Carillon.Access.Sessions;
using Carillon.Tests.Engines;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Access.SecondFactors;

public sealed class SecondFactorTests
{
    private static readonly IPAddress Home = IPAddress.Parse("192.0.2.7");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task With_an_app_the_password_alone_opens_nothing_and_each_code_counts_once(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = await AccessRoom.WithOwnerAsync(store);
        var (session, secret, _) = await SetUpAsync(room);
        room.Time.Advance(TimeSpan.FromSeconds(90));

        var first = await room.AskAsync((SignIn door) => door.TryAsync(AccessRoom.Email, AccessRoom.Password, Home, null, Stop));
        var ticket = first.Should().BeOfType<SignInOutcome.SecondStep>().Which.Token;
        var code = Totp.CodeAt(secret, room.Time.GetUtcNow());
        var both = await Task.WhenAll(SecondAsync(room, ticket, code), SecondAsync(room, ticket, code));

        both.OfType<SignInOutcome.SignedIn>().Should().ContainSingle().Which.Session.User.Should().Be(session.User);
        (await SecondAsync(room, ticket, code)).Should().BeOfType<SignInOutcome.Refused>();
        (await SecondAsync(room, "forged", code)).Should().BeOfType<SignInOutcome.StartAgain>();
        room.Time.Advance(SecondSteps.Lasts);
        (await SecondAsync(room, ticket, Totp.CodeAt(secret, room.Time.GetUtcNow()))).Should().BeOfType<SignInOutcome.StartAgain>("the ticket is too old");
    }

    [Theory, EachDatabase]
    public async Task A_recovery_code_stands_in_once_and_only_its_hash_is_stored(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = await AccessRoom.WithOwnerAsync(store);
        var (_, _, codes) = await SetUpAsync(room);
        var ticket = await TicketAsync(room);

        (await SecondAsync(room, ticket, codes[3].ToUpperInvariant().Replace("-", " ", StringComparison.Ordinal))).Should().BeOfType<SignInOutcome.SignedIn>();
        (await SecondAsync(room, ticket, codes[3])).Should().BeOfType<SignInOutcome.Refused>();

        codes.Should().HaveCount(10).And.OnlyHaveUniqueItems();
        await using var db = room.Database.OpenEverybody();
        (await db.RecoveryCodes.CountAsync(Stop)).Should().Be(9);
        (await db.AuditEntries.Select(entry => entry.Action).ToListAsync(Stop)).Should().Contain([AuditActions.RecoveryCodeUsed, AuditActions.SecondFactorAdded]);
    }

    [Theory, EachDatabase]
    public async Task Guessing_codes_is_slowed(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = await AccessRoom.WithOwnerAsync(store);
        var (_, secret, _) = await SetUpAsync(room);
        room.Time.Advance(TimeSpan.FromSeconds(90));
        var ticket = await TicketAsync(room);
        for (var i = 0; i < 5; i++)
        {
            (await SecondAsync(room, ticket, "000000")).Should().BeOfType<SignInOutcome.Refused>();
        }

        (await SecondAsync(room, ticket, Totp.CodeAt(secret, room.Time.GetUtcNow()))).Should().BeOfType<SignInOutcome.Wait>();
    }

    [Theory, EachDatabase]
    public async Task The_apps_secret_is_not_in_the_database_as_it_is(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = await AccessRoom.WithOwnerAsync(store);
        var (_, secret, _) = await SetUpAsync(room);
        await using var db = room.Database.OpenEverybody();

        var kept = await db.Users.Select(user => user.TotpSecret).SingleAsync(Stop);

        kept.Should().NotBeNull().And.NotContain(Totp.Base32(secret)).And.NotContain(Convert.ToBase64String(secret));
    }

    private static async Task<(Session Session, byte[] Secret, IReadOnlyList<string> Codes)> SetUpAsync(AccessRoom room)
    {
        var session = ((SignInOutcome.SignedIn)await room.AskAsync((SignIn door) => door.TryAsync(AccessRoom.Email, AccessRoom.Password, Home, null, Stop))).Session;
        return await room.InAsync(session, async (SecondFactor second) =>
        {
            var offer = second.Offer(session.User, session.Email);
            var secret = Bytes(offer.Secret);
            (await second.ConfirmAsync(session.User, offer.Token, "000000", Stop)).Should().BeNull();
            (await second.ConfirmAsync(session.User, "forged", Totp.CodeAt(secret, room.Time.GetUtcNow()), Stop)).Should().BeNull();
            var codes = await second.ConfirmAsync(session.User, offer.Token, Totp.CodeAt(secret, room.Time.GetUtcNow()), Stop);
            return (session, secret, codes.Should().NotBeNull().And.Subject.ToList());
        });
    }

    private static async Task<string> TicketAsync(AccessRoom room) =>
        ((SignInOutcome.SecondStep)await room.AskAsync((SignIn door) => door.TryAsync(AccessRoom.Email, AccessRoom.Password, Home, null, Stop))).Token;

    private static Task<SignInOutcome> SecondAsync(AccessRoom room, string ticket, string code) =>
        room.AskAsync((SignIn door) => door.TrySecondAsync(ticket, code, Home, Stop));

    private static byte[] Bytes(string base32)
    {
        const string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(base32.Select(letter => Convert.ToString(letters.IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(part => part.Length == 8).Select(part => Convert.ToByte(new string(part), 2))];
    }
}
