using System.Security.Cryptography;
using System.Text;
using AwesomeAssertions;
using Carillon.Access;
using Carillon.Primitives;
using Carillon.Storage;
using Carillon.Tests.Engines;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Access;

public sealed class SecretsTests
{
    [Theory, EachDatabase]
    public async Task What_one_node_protects_another_opens_and_a_restarted_one_too(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        var master = MasterKey.Create();
        var workspace = WorkspaceId.From(Guid.NewGuid());
        await using var one = new AccessRoom(store, master);
        await one.StartAsync();
        var text = one.Get<SecretBox>().Protect(workspace, "account:1:authToken", "a provider's token");

        await using var other = new AccessRoom(store, master);
        await other.StartAsync();

        text.Should().NotContain("token");
        other.Get<SecretBox>().Open(workspace, "account:1:authToken", text).Should().Be("a provider's token");
        one.Get<SecretBox>().Open(workspace, "account:1:authToken", other.Get<SecretBox>().Protect(workspace, "account:1:authToken", "ü")).Should().Be("ü");
        await using var db = one.Database.OpenEverybody();
        (await db.KeyRing.CountAsync(TestContext.Current.CancellationToken)).Should().Be(1);
    }

    [Theory, EachDatabase]
    public async Task A_secret_opens_for_no_other_workspace_or_field(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = new AccessRoom(store);
        var box = room.Get<SecretBox>();
        var workspace = WorkspaceId.From(Guid.NewGuid());
        var text = box.Protect(workspace, "authToken", "secret");

        box.Invoking(x => x.Open(WorkspaceId.From(Guid.NewGuid()), "authToken", text)).Should().Throw<CryptographicException>();
        box.Invoking(x => x.Open(workspace, "webhookSecret", text)).Should().Throw<CryptographicException>();
        box.Invoking(x => x.Open(workspace, "authToken", "plain")).Should().Throw<CryptographicException>();
        box.Open(workspace, "authToken", text).Should().Be("secret");
    }

    [Theory, EachDatabase]
    public async Task A_stolen_database_gives_no_secret_away(Engine engine)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var store = await TestStore.CreateAsync(engine);
        const string Chosen = "canary-of-a-chosen-key-7Q";
        const string Token = "canary-of-a-provider-token-9Z";
        await using var room = new AccessRoom(store, bootstrap: new BootstrapOptions { AdminEmail = AccessRoom.Email, AdminPassword = AccessRoom.Password, ApiKey = Chosen });
        var ready = (BootstrapOutcome.Ready)await room.StartAsync();
        var (_, made) = await room.Get<ApiKeys>().CreateAsync(WorkspaceScope.Of(ready.FirstWorkspace), "made", ApiScope.Read, null, stop);
        var stored = room.Get<SecretBox>().Protect(ready.FirstWorkspace, "authToken", Token);
        await using var db = room.Database.OpenEverybody();
        await db.Workspaces.ExecuteUpdateAsync(set => set.SetProperty(x => x.Name, stored[..100]), stop);

        var everything = await DumpAsync(store, db, stop);

        everything.Should().Contain(stored[..100], "the dump has to show what is stored").And.Contain("wrappedByMasterKey");
        var elements = await db.KeyRing.AsNoTracking().Select(x => x.Xml).ToListAsync(stop);
        elements.Should().ContainSingle().Which.Should().NotContain("masterKey xmlns").And.NotContain("<value>");
        foreach (var secret in new[] { Chosen, Token, made, AccessRoom.Password })
        {
            everything.Should().NotContain(secret);
            everything.Should().NotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('='));
            everything.Should().NotContain(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret))));
        }
    }

    [Theory, EachDatabase]
    public async Task A_changed_ring_element_opens_nothing(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        var master = MasterKey.Create();
        await using var one = new AccessRoom(store, master);
        await one.StartAsync();
        var text = one.Get<SecretBox>().Protect(default, "x", "secret");
        await using var db = one.Database.OpenEverybody();
        var xml = await db.KeyRing.Select(x => x.Xml).SingleAsync(TestContext.Current.CancellationToken);
        var at = xml.IndexOf("</wrappedByMasterKey>", StringComparison.Ordinal) - 10;
        var changed = xml[..at] + (xml[at] is 'A' ? 'B' : 'A') + xml[(at + 1)..];
        await db.KeyRing.ExecuteUpdateAsync(set => set.SetProperty(x => x.Xml, changed), TestContext.Current.CancellationToken);

        await using var other = new AccessRoom(store, master);

        other.Get<SecretBox>().Invoking(x => x.Open(default, "x", text)).Should().Throw<CryptographicException>();
    }

    [Fact]
    public void The_master_key_file_is_made_once_and_for_its_owner_only()
    {
        var file = Path.Combine(TestFolders.Add(), "inside", "master.key");

        var made = Enumerable.Range(0, 16).AsParallel().Select(_ => MasterKey.OfFile(file).Id).ToList();

        made.Distinct().Should().ContainSingle();
        MasterKey.TryParse(File.ReadAllText(file))!.Id.Should().Be(made[0]);
        Directory.GetFiles(Path.GetDirectoryName(file)!).Should().ContainSingle();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
            MasterKey.OfFile(file);
            File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public void A_damaged_master_key_file_is_never_replaced()
    {
        var file = Path.Combine(TestFolders.Add(), "master.key");
        File.WriteAllText(file, "damaged");

        var opening = () => MasterKey.OfFile(file);

        opening.Should().Throw<InvalidDataException>().WithMessage("*32 bytes*");
        File.ReadAllText(file).Should().Be("damaged");
    }

    private static async Task<string> DumpAsync(TestStore store, CarillonDb db, CancellationToken stop)
    {
        if (store.Engine is Engine.Sqlite)
        {
            var files = Directory.GetFiles(store.Options.DataDirectory, "carillon.db*").Select(ReadAll);
            return string.Concat(files);
        }

        var text = new StringBuilder();
        await db.Database.OpenConnectionAsync(stop);
        var connection = db.Database.GetDbConnection();
        foreach (var table in db.Model.GetEntityTypes().Select(entity => entity.GetTableName()).Distinct())
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT t::text FROM {table} t";
            await using var rows = await command.ExecuteReaderAsync(stop);
            while (await rows.ReadAsync(stop))
            {
                text.AppendLine(rows.GetString(0));
            }
        }

        return text.ToString();
    }

    private static string ReadAll(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return Encoding.Latin1.GetString(copy.ToArray());
    }
}
