using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AwesomeAssertions;
using Carillon.Audiences.Filters;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Receiving;
using Carillon.Sending;
using Carillon.Sending.Runs;
using Carillon.Storage;
using Carillon.Tests.Contacts;
using Carillon.Tests.Engines;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Audiences;

/// <summary>Random trees mean the same people to the database as to a plain look at each person.</summary>
public sealed class FilterPropertyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);
    private static readonly string?[] Names = ["Ann", "ann", "Bo", "", null, "O'Neil", "Élan", "100%", "a_b", "Ann\\b", "[x]"];
    private static readonly string?[] Regions = ["US-FL", "US-NY", null, "CA-QC"];
    private static readonly string?[] Ages = ["12", "7", "007", "-3.5", "12.0", "1e5", "1,2", "abc", "", null, "2026-11-01", "2026-11-27T10:00:00Z", "2020-01-01 x", " 5", ".5", "true"];
    private static readonly string[] Tags = ["vip", "VIP", "naïve", "two words", "\"quoted\""];
    private static readonly string[] Attributes = ["age", "größe", "never"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Random_trees_give_the_same_people_as_looking_at_each_of_them(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var random = new Random(20261127);
        var scene = await Scene.MakeAsync(world, random);
        await using var db = world.Database.Open(WorkspaceScope.Of(world.Workspace));
        if (engine is Engine.Sqlite)
        {
            // As far apart as the rows of a large table are, which is read in parts with other sets held beside it.
            await db.Database.ExecuteSqlAsync($"UPDATE contact SET rowid = rowid * 1000", Token);
        }

        for (var round = 0; round < 400; round++)
        {
            var tree = scene.ListTree(round) ?? scene.Tree(random, 4);
            var json = JsonSerializer.Deserialize<JsonElement>(tree.ToJsonString());
            var errors = new FieldErrors();
            new FilterReader(Now, "US").Read(json, "filter", errors);
            errors.ByField.Should().BeEmpty(tree.ToJsonString());
            var condition = await world.Audiences.ConditionAsync(db, world.Workspace, json, Now, Token);

            var ofFew = await world.Audiences.ConditionAsync(db, world.Workspace, json, Now, Token, isOfFew: true);

            var found = await Numbers(db.Contacts.AsNoTracking().Where(condition)).ToListAsync(Token);
            var asked = await Numbers(db.Contacts.AsNoTracking().Where(ofFew)).ToListAsync(Token);
            var inParts = await db.AskOfAllAsync<Contact, List<PhoneNumber>>(
                async (part, people) => await Numbers(people.Where(await world.Audiences.ConditionAsync(part, world.Workspace, json, Now, Token))).ToListAsync(Token), Token);

            var meant = scene.People.Where(person => PlainFilter.Covers(tree, person, Now)).Select(person => person.Phone).Order().ToList();
            found.Select(phone => phone.E164).Order().Should().Equal(meant, tree.ToJsonString());
            asked.Select(phone => phone.E164).Order().Should().Equal(meant, tree.ToJsonString());
            inParts.SelectMany(part => part).Select(phone => phone.E164).Order().Should().Equal(meant, tree.ToJsonString());
            inParts.Should().HaveCountGreaterThan(engine is Engine.Sqlite && Environment.ProcessorCount > 1 ? 1 : 0);
        }
    }

    private static IQueryable<PhoneNumber> Numbers(IQueryable<Contact> people) => people.Select(contact => contact.Phone!.Value); // whom the scene made, has one

    private sealed class Scene
    {
        private readonly List<string> _lists = [];
        private readonly List<string> _campaigns = [];
        private readonly List<DateTimeOffset> _instants = [Now, Now.AddDays(-1), Now.AddDays(-30), Now.AddDays(-30.5), Now.AddDays(-90)];

        public List<PlainPerson> People { get; } = [];

        public static async Task<Scene> MakeAsync(ContactsWorld world, Random random)
        {
            var scene = new Scene();
            await using var db = world.Database.Open(WorkspaceScope.Of(world.Workspace));
            for (var i = 0; i < 2; i++)
            {
                var list = new ContactList { Id = Id.New<ContactListId>(world.Time), WorkspaceId = world.Workspace, Name = $"List {i}", CreatedAt = Now };
                db.Add(list);
                scene._lists.Add(list.Id.ToString());
                scene._campaigns.Add(Id.New<CampaignId>(world.Time).ToString());
            }

            var runs = scene._campaigns.Select(campaign => Run(world, campaign)).ToList();
            db.AddRange(runs);
            for (var i = 0; i < 60; i++)
            {
                scene.People.Add(scene.Person(world, db, random, i, runs));
            }

            await db.SaveChangesAsync(Token);
            for (var i = 0; i < 4; i++)
            {
                scene.AddByFilter(world, db, random, i);
            }

            await db.SaveChangesAsync(Token);
            return scene;
        }

        /// <summary>The list of a number alone; null: there are no so many.</summary>
        public JsonObject? ListTree(int number) => number < _lists.Count ? Of("list", "eq", _lists[number]) : null;

        /// <summary>A list that has whom a tree means, which may name every list before it.</summary>
        private void AddByFilter(ContactsWorld world, CarillonDb db, Random random, int number)
        {
            var tree = Tree(random, 1);
            if (number > 0)
            {
                tree = new JsonObject { ["any"] = new JsonArray(tree, Of("list", number % 2 == 0 ? "eq" : "ne", _lists[^1])) };
            }

            var list = new ContactList { Id = Id.New<ContactListId>(world.Time), WorkspaceId = world.Workspace, Name = $"By filter {number}", CreatedAt = Now, Filter = tree.ToJsonString() };
            db.Add(list);
            _lists.Add(list.Id.ToString());
            foreach (var person in People.Where(person => PlainFilter.Covers(tree, person, Now)).ToList())
            {
                person.Lists.Add(list.Id.ToString());
            }
        }

        public JsonObject Tree(Random random, int depth)
        {
            var kind = depth == 0 ? 3 : random.Next(5);
            return kind switch
            {
                0 => new JsonObject { ["all"] = new JsonArray([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Tree(random, depth - 1))]) },
                1 => new JsonObject { ["any"] = new JsonArray([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Tree(random, depth - 1))]) },
                2 => new JsonObject { ["not"] = Tree(random, depth - 1) },
                _ => Leaf(random),
            };
        }

        private JsonObject Leaf(Random random)
        {
            switch (random.Next(11))
            {
                case 0:
                    return Text(random, "firstName", Names);
                case 1:
                    return Text(random, "region", Regions);
                case 2 or 3:
                    return Attribute(random, $"attributes.{Pick(random, Attributes)}");
                case 4:
                    return Membership(random, "tags", Tags);
                case 5:
                    return Membership(random, "list", [.. _lists]);
                case 6:
                    return Membership(random, "consent.sms", ["subscribed", "unsubscribed", "unknown"]);
                case 7:
                    return Membership(random, "lineType", ["mobile", "landline", "unknown"]);
                case 8:
                    return Of("campaign", Pick(random, ["received", "delivered", "replied", "clicked", "converted", "didNotReply"]), Pick(random, [.. _campaigns]));
                case 9:
                    return random.Next(7) == 0
                        ? Of("engagementScore", "exists", random.Next(2) == 0)
                        : Of("engagementScore", Pick(random, ["eq", "ne", "lt", "lte", "gt", "gte"]), Pick<double>(random, [0, 0.5, 20, 39.346934028736658, 60, 100]));
                default:
                    return Instant(random, Pick(random, ["createdAt", "lastContactedAt", "lastRepliedAt"]));
            }
        }

        private static JsonObject Text(Random random, string field, string?[] values)
        {
            var value = Pick(random, values) ?? "x";
            return Pick(random, ["eq", "ne", "in", "contains", "startsWith", "exists"]) switch
            {
                "in" => Of(field, "in", new JsonArray(value, Pick(random, values) ?? "y")),
                "exists" => Of(field, "exists", random.Next(2) == 0),
                var op => Of(field, op, op is "contains" or "startsWith" ? value[..Math.Min(2, value.Length)] : value),
            };
        }

        private static JsonObject Attribute(Random random, string field) => random.Next(4) switch
        {
            0 => Of(field, Pick(random, ["eq", "ne", "lt", "lte", "gt", "gte"]), Pick<double>(random, [12, 7, -3.5, 0, 12.5])),
            1 => Of(field, Pick(random, ["lt", "lte", "gt", "gte"]), Pick(random, ["2026-11-01", "2026-11-27", "2020-01-01"])),
            2 => Of(field, Pick(random, ["withinDays", "notWithinDays"]), random.Next(0, 40)),
            _ => Text(random, field, Ages),
        };

        private static JsonObject Membership(Random random, string field, string[] values) => random.Next(3) switch
        {
            0 => Of(field, "in", new JsonArray(Pick(random, values), Pick(random, values))),
            1 => Of(field, "ne", Pick(random, values)),
            _ => Of(field, "eq", Pick(random, values)),
        };

        private JsonObject Instant(Random random, string field) => random.Next(3) switch
        {
            0 => Of(field, "exists", random.Next(2) == 0),
            1 => Of(field, Pick(random, ["withinDays", "notWithinDays"]), Pick<int>(random, [0, 1, 30, 60])),
            _ => Of(field, Pick(random, ["eq", "ne", "lt", "lte", "gt", "gte"]), Pick(random, [.. _instants]).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)),
        };

        private static JsonObject Of(string field, string op, JsonNode value) => new() { ["field"] = field, ["op"] = op, ["value"] = value };

        private static T Pick<T>(Random random, T[] values) => values[random.Next(values.Length)];

        private PlainPerson Person(ContactsWorld world, CarillonDb db, Random random, int number, List<CampaignRun> runs)
        {
            var person = Draw(random, number);
            var phone = PhoneNumber.FromStored(person.Phone);
            var contact = new Contact
            {
                Id = Id.New<ContactId>(world.Time),
                WorkspaceId = world.Workspace,
                Phone = phone,
                FirstName = person.FirstName,
                Region = person.Region,
                Attributes = person.Attributes,
                Tags = person.Tags,
                LineType = Enum.Parse<LineType>(person.LineType, ignoreCase: true),
                CreatedAt = person.CreatedAt,
                UpdatedAt = person.CreatedAt,
            };
            var entry = db.Add(contact);
            entry.Property(x => x.LastRepliedAt).CurrentValue = person.LastRepliedAt;
            db.AddRange(person.Lists.Select(list => new ListMember { ListId = ContactListId.From(Guid.Parse(list)), ContactId = contact.Id, WorkspaceId = world.Workspace, AddedAt = Now }));
            AddConsent(world, db, phone, person.Consent, random);
            foreach (var run in runs.Where(run => person.Received.Contains(run.CampaignId.ToString())))
            {
                var isDelivered = person.Delivered.Contains(run.CampaignId.ToString());
                var at = person.Sent[runs.IndexOf(run) % person.Sent.Count];
                AddMessage(world, db, contact, run, isDelivered ? MessageStatus.Delivered : MessageStatus.Undelivered, at);
                person.Signs.AddRange(isDelivered ? [(at, 0.1)] : []);
            }

            foreach (var at in person.Sent)
            {
                AddMessage(world, db, contact, null, MessageStatus.Sent, at);
            }

            AddMessage(world, db, contact, null, MessageStatus.Failed, null);
            db.AddRange(person.Replied.Select(campaign => Reply(world, contact, campaign)));
            person.Signs.AddRange(person.Replied.Select(_ => (Now, 5.0)));
            if (person.OptedOutAt is { } left)
            {
                db.Add(new ConsentEvent
                {
                    Id = Id.New<ConsentEventId>(world.Time),
                    WorkspaceId = world.Workspace,
                    At = left,
                    Phone = phone,
                    Channel = Channel.Sms,
                    Kind = ConsentEventKind.OptOut,
                    Method = ConsentMethod.Keyword,
                    Actor = "recipient",
                });
            }

            return person;
        }

        private PlainPerson Draw(Random random, int number)
        {
            var sent = Enumerable.Range(0, random.Next(3)).Select(_ => Pick(random, [.. _instants])).ToList();
            var received = sent.Count == 0 ? [] : _campaigns.Where(_ => random.Next(2) == 0).ToHashSet();
            var attributes = new Dictionary<string, string>();
            foreach (var name in Attributes[..2])
            {
                if (Pick(random, Ages) is { } value)
                {
                    attributes[name] = value;
                }
            }

            return new PlainPerson
            {
                Phone = $"+1415{2000000 + number}",
                FirstName = Pick(random, Names),
                Region = Pick(random, Regions),
                Attributes = attributes,
                Tags = [.. Tags.Where(_ => random.Next(4) == 0)],
                Lists = [.. _lists.Where(_ => random.Next(2) == 0)],
                CreatedAt = Pick(random, [.. _instants]),
                LastRepliedAt = random.Next(2) == 0 ? null : Pick(random, [.. _instants]),
                Sent = sent,
                Consent = Pick(random, ["subscribed", "unsubscribed", "unknown"]),
                LineType = Pick(random, ["mobile", "landline", "unknown"]),
                Received = received,
                Delivered = [.. received.Where(_ => random.Next(2) == 0)],
                Replied = [.. _campaigns.Where(_ => random.Next(3) == 0)],
                OptedOutAt = random.Next(4) == 0 ? Pick(random, [.. _instants]) : null,
            };
        }

        private static CampaignRun Run(ContactsWorld world, string campaign) => new()
        {
            Id = Id.New<RunId>(world.Time),
            WorkspaceId = world.Workspace,
            CampaignId = CampaignId.From(Guid.Parse(campaign)),
            Purpose = Purpose.Marketing,
            Channel = Channel.Sms,
            SenderId = default,
            Texts = [],
            CreatedAt = Now,
        };

        private static void AddConsent(ContactsWorld world, CarillonDb db, PhoneNumber phone, string consent, Random random)
        {
            if (consent is "unsubscribed" && random.Next(2) == 0)
            {
                db.Add(new Suppression { WorkspaceId = world.Workspace, Phone = phone, Channel = Channel.Sms, Reason = SkipReason.OptedOut, At = Now });
                return;
            }

            if (consent is not "unknown")
            {
                db.Add(new ConsentState
                {
                    WorkspaceId = world.Workspace,
                    Phone = phone,
                    Channel = Channel.Sms,
                    Purpose = Purpose.Marketing,
                    Status = consent is "subscribed" ? ConsentStatus.Subscribed : ConsentStatus.Unsubscribed,
                    ConfirmedAt = Now,
                });
            }
        }

        private static void AddMessage(ContactsWorld world, CarillonDb db, Contact contact, CampaignRun? run, MessageStatus status, DateTimeOffset? sentAt)
        {
            var entry = db.Add(new OutboundMessage
            {
                Id = Id.New<MessageId>(world.Time),
                WorkspaceId = world.Workspace,
                RunId = run?.Id ?? default,
                CampaignId = run?.CampaignId,
                ContactId = contact.Id,
                SenderId = default,
                To = contact.Phone,
                Channel = Channel.Sms,
                Purpose = Purpose.Marketing,
                Kind = run is null ? MessageKind.Direct : MessageKind.Campaign,
                Variant = "",
                Status = status,
                QueuedAt = Now.AddDays(-100),
                DueAt = Now,
                ChangedAt = Now,
            });
            entry.Property(x => x.SentAt).CurrentValue = sentAt;
            entry.Property(x => x.DeliveredAt).CurrentValue = status is MessageStatus.Delivered ? sentAt : null;
        }

        private static InboundMessage Reply(ContactsWorld world, Contact contact, string campaign) => new()
        {
            Id = Id.New<MessageId>(world.Time),
            WorkspaceId = world.Workspace,
            AccountId = default,
            ProviderMessageId = Guid.NewGuid().ToString("N"),
            ContactId = contact.Id,
            From = contact.Phone!.Value, // made with one
            To = contact.Phone!.Value,
            Body = "yes",
            CampaignId = CampaignId.From(Guid.Parse(campaign)),
            ReceivedAt = Now,
        };
    }
}
