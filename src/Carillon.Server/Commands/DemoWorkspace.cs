using Carillon.Access;
using Carillon.Audiences;
using Carillon.Campaigns;
using Carillon.Compliance.Consent;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Receiving.Conversations;
using Carillon.Sending;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Commands;

/// <summary>Fills the first workspace with a bakery's customers and three campaigns; what the simulator makes of them comes by the ordinary road.</summary>
internal sealed class DemoWorkspace(IServiceProvider services)
{
    private const int People = 2000;

    internal static readonly string[] FirstNames =
    [
        "Ada", "Ben", "Carla", "Dmitri", "Elena", "Farid", "Grace", "Hiro", "Ines", "Jonas", "Kavya", "Luis", "Mara", "Noah", "Olu", "Priya", "Quentin", "Rosa", "Sven", "Tess",
    ];

    internal static readonly string[] LastNames =
    [
        "Abbott", "Barros", "Chen", "Dvorak", "Eriksen", "Flores", "Gupta", "Hale", "Ito", "Jansen", "Kowalski", "Lund", "Moreau", "Novak", "Okafor", "Park", "Quinn", "Reyes", "Sato", "Tran",
    ];

    private static readonly int[] AreaCodes = [212, 303, 312, 404, 415, 512, 617, 702, 206, 503];

    /// <summary>Writes people, lists and campaigns, and starts two of the campaigns.</summary>
    public async Task FillAsync(CancellationToken cancellationToken)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var workspace = await services.GetRequiredService<Workspaces>().EnsureFirstAsync(cancellationToken);
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentWorkspace>().Enter(workspace, "demo");
        var db = scope.ServiceProvider.GetRequiredService<CarillonDb>();
        await NameAsync(db, cancellationToken);
        var (regulars, everybody) = await AddPeopleAsync(db, workspace, time, cancellationToken);
        var sender = await db.Senders.Select(row => row.Id).FirstAsync(cancellationToken);
        var opening = Draft("Autumn opening hours", "Hi {{ first_name }}, Harbor Street Bakery here: from Monday we open at 7, so your standing order is ready at 8. Reply STOP to opt out.", everybody, Purpose.Transactional);
        var loaves = Draft("Saturday loaf, two wordings", null, regulars, Purpose.Transactional);
        loaves.Variants =
        [
            new Variant("A", 50, "{{ first_name }}, your Saturday loaf is walnut rye. Reply YES and it waits for you. Harbor Street Bakery. STOP to opt out."),
            new Variant("B", 50, "Your loaf on Saturday is walnut rye, {{ first_name }}! Shall we keep it for you? Harbor Street Bakery. STOP to opt out."),
        ];
        loaves.PacePerSecond = 4;
        var holidays = Draft("Holiday orders", "Hi {{ first_name | default: \"there\" }}, holiday orders open on Friday. Harbor Street Bakery. Reply STOP to opt out.", everybody, Purpose.Marketing);
        var tasting = Draft("Tasting evening", "Hi {{ first_name | default: \"there\" }}, Harbor Street Bakery: a tasting evening next week, bread on us. Reply YES to come, STOP to opt out.", regulars, Purpose.Marketing);
        tasting.StartAt = time.GetUtcNow().Stored().AddDays(2);
        db.Campaigns.AddRange(opening, loaves, holidays, tasting);
        db.AddRange(Habits(workspace, time));
        await db.SaveChangesAsync(cancellationToken);
        var actions = scope.ServiceProvider.GetRequiredService<CampaignActions>();
        var mishaps = new DemoMishaps(scope.ServiceProvider, db, workspace, time);
        await mishaps.TypeIntoNamesAsync([.. Enumerable.Range(20, 6).Select(n => PhoneOf(5 * n))], cancellationToken);
        await actions.StartAsync(opening.Id, cancellationToken);
        await actions.StartAsync(loaves.Id, cancellationToken);
        await actions.ScheduleAsync(tasting.Id, cancellationToken);
        await mishaps.HappenAsync(loaves.Id, [.. Enumerable.Range(40, 14).Select(n => PhoneOf(5 * n))], [.. Enumerable.Range(1, 4).Select(PhoneOf)], cancellationToken);

        // What a customer ordered may be told at any hour, so the example moves whenever it is looked at; the offer keeps the law's hours.
        Campaign Draft(string name, string? body, ContactListId list, Purpose purpose) => new()
        {
            Id = Id.New<CampaignId>(time),
            WorkspaceId = workspace,
            Name = name,
            Purpose = purpose,
            Body = body,
            SenderId = sender,
            Audience = new Audience { Lists = [list] },
            CreatedBy = "demo",
            CreatedAt = time.GetUtcNow().Stored(),
            UpdatedAt = time.GetUtcNow().Stored(),
        };
    }

    /// <summary>What a shop has after some weeks: a segment and replies that come up again.</summary>
    private static IEnumerable<object> Habits(WorkspaceId workspace, TimeProvider time)
    {
        var now = time.GetUtcNow().Stored();
        yield return new Segment
        {
            Id = Id.New<SegmentId>(time),
            WorkspaceId = workspace,
            Name = "Rye lovers",
            Filter = """{"field": "attributes.favourite", "op": "eq", "value": "rye"}""",
            CreatedAt = now,
            UpdatedAt = now,
        };
        foreach (var (name, body) in new[]
        {
            ("Yes, kept", "Gladly, {{ first_name | default: \"neighbour\" }}! One is kept for you until noon."),
            ("Opening hours", "We are open Monday to Saturday from 7 to 3. {{ brand }}"),
            ("Call you", "Thank you, we call you this afternoon. {{ brand }}"),
        })
        {
            yield return new SavedReply { Id = Id.New<SavedReplyId>(time), WorkspaceId = workspace, Name = name, Body = body, CreatedAt = now };
        }
    }

    private static PhoneNumber PhoneOf(int n) => PhoneNumber.FromStored($"+1{AreaCodes[n % AreaCodes.Length]}{5550000 + (n / AreaCodes.Length * 7)}");

    private static async Task NameAsync(CarillonDb db, CancellationToken cancellationToken)
    {
        var workspace = await db.Set<Workspace>().SingleAsync(row => row.Id == db.Workspace, cancellationToken);
        workspace.Name = "Harbor Street Bakery";
        workspace.Brand = new Brand("Harbor Street Bakery", "hello@harborstreet.example", null);
        await db.SaveChangesAsync(cancellationToken);
    }

    private static async Task<(ContactListId Regulars, ContactListId Everybody)> AddPeopleAsync(
        CarillonDb db, WorkspaceId workspace, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().Stored();
        var regulars = new ContactList { Id = Id.New<ContactListId>(time), WorkspaceId = workspace, Name = "Regulars", CreatedAt = now };
        var everybody = new ContactList { Id = Id.New<ContactListId>(time), WorkspaceId = workspace, Name = "Everybody", CreatedAt = now };
        db.AddRange(regulars, everybody);
        for (var n = 0; n < People; n++)
        {
            var phone = PhoneOf(n);
            var contact = new Contact
            {
                Id = Id.New<ContactId>(time),
                WorkspaceId = workspace,
                Phone = phone,
                FirstName = FirstNames[n % FirstNames.Length],
                LastName = LastNames[n / FirstNames.Length % LastNames.Length],
                Attributes = new Dictionary<string, string> { ["favourite"] = n % 3 == 0 ? "rye" : n % 3 == 1 ? "sourdough" : "croissant" },
                CreatedAt = now.AddDays(-90).AddMinutes(n),
                UpdatedAt = now,
            };
            db.Add(contact);
            db.Add(new ListMember { ListId = everybody.Id, ContactId = contact.Id, WorkspaceId = workspace, AddedAt = now });
            if (n % 5 == 0)
            {
                db.Add(new ListMember { ListId = regulars.Id, ContactId = contact.Id, WorkspaceId = workspace, AddedAt = now });
            }

            db.Add(new ConsentState
            {
                WorkspaceId = workspace,
                Phone = phone,
                Channel = Channel.Sms,
                Purpose = Purpose.Marketing,
                Status = ConsentStatus.Subscribed,
                ConfirmedAt = now,
                Source = "sign-up card",
            });
        }

        await db.SaveChangesAsync(cancellationToken);
        return (regulars.Id, everybody.Id);
    }
}
