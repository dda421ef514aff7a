using System.Diagnostics;
using System.Globalization;
using Carillon.Primitives;
using Carillon.Sending.Fates;
using Carillon.Sending.Runs;
using Carillon.Storage;
using Carillon.Storage.Dialects;

namespace Carillon.Benchmarks;

/// <summary>What claiming, gating and recording a message costs in a table with few old messages and in one with many.</summary>
internal static class FlatBenchmark
{
    private const int Batch = 500;
    private const int Batches = 40;

    /// <summary>Measures.</summary>
    public static async Task RunAsync(string? connectionString, BenchSize size, TextWriter output, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("carillon-flat-").FullName;
        try
        {
            await using var database = new Database(new StorageOptions { DataDirectory = folder, ConnectionString = connectionString });
            await database.MigrateAsync(cancellationToken);
            var few = size.Old / 100;
            await FillAsync(database, few, 0, cancellationToken);
            await CostAsync(database, cancellationToken);
            var before = await CostAsync(database, cancellationToken);
            await FillAsync(database, size.Old - few, few, cancellationToken);
            var after = await CostAsync(database, cancellationToken);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| claim and record among {size.Old:N0} old messages, {(connectionString is null ? "SQLite" : "PostgreSQL")} | {after:N1} µs | among {few:N0}: {before:N1} µs | {after / before:N2} |"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Old messages: launched, sent, recorded.</summary>
    private static async Task FillAsync(Database database, int count, int from, CancellationToken cancellationToken)
    {
        for (var done = 0; done < count; done += 5000)
        {
            var lane = new Bench();
            await lane.LaunchAsync(database, Math.Min(5000, count - done), from + done, cancellationToken);
            await lane.WorkAsync(database, cancellationToken);
        }
    }

    private static async Task<double> CostAsync(Database database, CancellationToken cancellationToken)
    {
        var lane = new Bench();
        await lane.LaunchAsync(database, Batch * Batches, 500_000_000, cancellationToken);
        var clock = Stopwatch.StartNew();
        var count = await lane.WorkAsync(database, cancellationToken);
        return clock.Elapsed.TotalMicroseconds / count;
    }

    /// <summary>One run in one lane, worked without a provider.</summary>
    private sealed class Bench
    {
        private readonly TimeProvider _time = TimeProvider.System;
        private readonly WorkspaceId _workspace = new(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
        private readonly RunId _run = Id.New<RunId>(TimeProvider.System);
        private readonly SenderId _sender = Id.New<SenderId>(TimeProvider.System);
        private long _fence;

        public async Task LaunchAsync(Database database, int count, int from, CancellationToken cancellationToken)
        {
            var now = _time.GetUtcNow();
            var campaign = Id.New<CampaignId>(_time);
            await using (var db = database.OpenEverybody())
            {
                db.Add(new CampaignRun
                {
                    Id = _run,
                    WorkspaceId = _workspace,
                    CampaignId = campaign,
                    Purpose = Purpose.Transactional,
                    Channel = Channel.Sms,
                    SenderId = _sender,
                    Texts = [new RunText("", 1, "Hi")],
                    CreatedAt = now,
                });
                await db.SaveChangesAsync(cancellationToken);
            }

            _fence = await database.Dialect.RaiseFenceAsync(_sender, "bench", cancellationToken);
            ContactId? mark = null;
            for (var done = 0; done < count; done += 5000)
            {
                var rows = Enumerable.Range(from + done, Math.Min(5000, count - done)).Select(n => new NewRecipient(
                    Id.New<MessageId>(_time), Id.New<ContactId>(_time), PhoneNumber.FromStored($"+1{2_000_000_000L + n}"), "", null, now, null, null, null)).ToList();
                var page = new RecipientPage(_run, _workspace, campaign, _sender, Purpose.Transactional, Channel.Sms, mark, rows[^1].Contact, done + 5000 >= count, now, null, rows);
                if (!await database.Dialect.WriteRecipientsAsync(page, cancellationToken))
                {
                    throw new InvalidOperationException("The page was not written.");
                }

                mark = rows[^1].Contact;
            }
        }

        public async Task<int> WorkAsync(Database database, CancellationToken cancellationToken)
        {
            WaitingPosition? position = null;
            var count = 0;
            while (true)
            {
                var waiting = await database.Dialect.ClaimAsync(new ClaimQuery(_sender, _run, position, _time.GetUtcNow(), Batch), cancellationToken);
                if (waiting.Count == 0)
                {
                    return count;
                }

                position = new WaitingPosition(waiting[^1].DueAt, waiting[^1].Id);
                count += waiting.Count;
                MessageId[] ids = [.. waiting.Select(message => message.Id)];
                var now = _time.GetUtcNow();
                await database.Dialect.ChangeMessagesAsync(new MessageChanges(ids, now, (message, _) => Fate.Begin(message, _fence, "Hi", 1)), cancellationToken);
                await database.Dialect.ChangeMessagesAsync(
                    new MessageChanges(ids, now, (message, _) => Fate.Accepted(message, 1, message.Id.ToString(), now, 0)), cancellationToken);
            }
        }
    }
}
