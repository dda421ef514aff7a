using System.Text;
using Carillon.Audiences;
using Carillon.Campaigns;
using Carillon.Channels;
using Carillon.Contacts;
using Carillon.Contacts.Imports;
using Carillon.Contacts.Suppressions;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Accounts;
using Carillon.Sending.Runs;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Commands;

/// <summary>
/// What goes less smoothly in the example's shop, each by the road a person would take: an old file with faults and people who are there twice, a do-not-call list that
/// comes while a campaign is under way, and a campaign to numbers that are mostly dead, which stops itself.
/// </summary>
internal sealed class DemoMishaps(IServiceProvider services, CarillonDb db, WorkspaceId workspace, TimeProvider time)
{
    private const string Actor = "demo";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>A hurried hand typed more than names into the till: what these people are written carries a link of a public shortener, which never leaves.</summary>
    public async Task TypeIntoNamesAsync(IReadOnlyList<PhoneNumber> people, CancellationToken cancellationToken)
    {
        var rows = people.Select((number, n) => $"{number.E164},{DemoWorkspace.FirstNames[n]} bit.ly/2rye{n}");
        await using var file = new MemoryStream(Encoding.UTF8.GetBytes("Mobile,First name\n" + string.Join('\n', rows)));
        if (await services.GetRequiredService<ImportDesk>().AcceptAsync(new ImportOrder { OnDuplicate = OnDuplicate.Update }, "till.csv", file, Actor, cancellationToken) is ImportOutcome.Accepted accepted)
        {
            await EndAsync(accepted.Import.Id, cancellationToken);
        }
    }

    /// <summary>Lets the rest happen.</summary>
    /// <param name="running">A campaign that was just started.</param>
    /// <param name="listed">Numbers of its people that are on a do-not-call list.</param>
    /// <param name="known">Numbers that are known, for the old file.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task HappenAsync(CampaignId running, IReadOnlyList<PhoneNumber> listed, IReadOnlyList<PhoneNumber> known, CancellationToken cancellationToken)
    {
        var import = await ImportAsync(known, cancellationToken);
        await UntilAsync(async () => await db.Runs.AnyAsync(run => run.CampaignId == running && run.LaunchedAt != null, cancellationToken), cancellationToken);
        await using (var file = new MemoryStream(Encoding.UTF8.GetBytes("phone\n" + string.Join('\n', listed.Select(number => number.E164)))))
        {
            await services.GetRequiredService<SuppressionFile>().LoadAsync(
                new SuppressionOrder(SkipReason.DoNotCall, "State registry, download of this month", DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), false), file, Actor, cancellationToken);
        }

        await EndAsync(import, cancellationToken);
        await SendToDeadNumbersAsync(import, cancellationToken);
    }

    private Task EndAsync(ImportId import, CancellationToken cancellationToken) =>
        UntilAsync(async () => (await services.GetRequiredService<ImportDesk>().FindAsync(import, cancellationToken))?.IsFinished is true, cancellationToken);

    private async Task<ImportId> ImportAsync(IReadOnlyList<PhoneNumber> known, CancellationToken cancellationToken)
    {
        await using var file = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', Rows(known))));
        return await services.GetRequiredService<ImportDesk>().AcceptAsync(new ImportOrder { ListName = "Market stall" }, "market-stall.csv", file, Actor, cancellationToken) is ImportOutcome.Accepted accepted
            ? accepted.Import.Id
            : throw new InvalidOperationException("The example's file was refused.");
    }

    private static IEnumerable<string> Rows(IReadOnlyList<PhoneNumber> known)
    {
        yield return "First name,Last name,Mobile,E-mail,Address";
        for (var n = 0; n < 52; n++)
        {
            yield return $"{First(n)},{Last(n)},(518) 555-01{n:00},{Mail(n)},{Address(n)}";
        }

        foreach (var (n, number) in known.Index())
        {
            yield return $",,{number.E164},{Mail(60 + n)},";
        }

        yield return $"{First(3)},{Last(3)},(518) 555-0171,{Mail(3).ToUpperInvariant()},";
        yield return $"{First(8)},,(518) 555-0172,{Mail(8)},";
        yield return $"{First(14)},{Last(14)},(518) 555-0173,,{Address(14)}";
        yield return $"{First(5)},{Last(5)},518-555-01,,";
        yield return $"{First(6)},{Last(6)},ask her sister,,";
        yield return $"{First(7)},{Last(7)},,{Mail(70)},";

        static string First(int n) => DemoWorkspace.FirstNames[(n * 3) % DemoWorkspace.FirstNames.Length];
        static string Last(int n) => DemoWorkspace.LastNames[((n * 7) + 4) % DemoWorkspace.LastNames.Length];
        static string Mail(int n) => $"{First(n)}.{Last(n)}{n}@mail.example".ToLowerInvariant();
        static string Address(int n) => $"{(2 * n) + 11} Canal Street";
    }

    private async Task SendToDeadNumbersAsync(ImportId import, CancellationToken cancellationToken)
    {
        var made = await services.GetRequiredService<AccountBook>().AddAsync(
            new AccountDraft("Simulator with many dead numbers", Provider.Simulator, new Dictionary<string, string?> { ["deliveryRate"] = "0.5", ["failureRate"] = "0.48" }, Limits.None, 7_900, "USD"), cancellationToken);
        if (made is not AccountOutcome.Done { Account.Id: var account }
            || await services.GetRequiredService<SenderBook>().AddAsync(new SenderDraft(account, "+15185550199") { DisplayName = "Market stall", AnswersKeywords = false }, cancellationToken) is not SenderOutcome.Done { Sender.Id: var sender }
            || await db.ContactImports.Where(row => row.Id == import).Select(row => row.ListId).SingleAsync(cancellationToken) is not { } list)
        {
            throw new InvalidOperationException("The example's second sender or its list was refused.");
        }

        var now = time.GetUtcNow().Stored();
        var campaign = new Campaign
        {
            Id = Id.New<CampaignId>(time),
            WorkspaceId = workspace,
            Name = "Market stall has moved",
            Purpose = Purpose.Transactional,
            Body = "Hi {{ first_name | default: \"there\" }}, Harbor Street Bakery: orders from the market stall are now picked up at the shop. Reply STOP to opt out.",
            SenderId = sender,
            Audience = new Audience { Lists = [list] },
            Brakes = new Brakes { MinSample = 20 },
            CreatedBy = Actor,
            CreatedAt = now,
            UpdatedAt = now,
            PacePerSecond = 5,
        };
        db.Campaigns.Add(campaign);
        await db.SaveChangesAsync(cancellationToken);
        await services.GetRequiredService<CampaignActions>().StartAsync(campaign.Id, cancellationToken);
    }

    /// <summary>Waits for what the engine does beside; an engine that is slow today keeps the example from nothing.</summary>
    private async Task UntilAsync(Func<Task<bool>> isSo, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (!await isSo() && time.GetElapsedTime(began) < Patience)
        {
            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
