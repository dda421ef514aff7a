using Carillon.Storage.Dialects;

namespace Carillon.Contacts.Imports;

/// <summary>
/// What a load would do, without doing it. A number that stands in the file more than once meets what its earlier rows would
/// have made of it, so the counts are those of the load itself; only of such numbers anything is kept in memory.
/// </summary>
internal sealed class DryRun
{
    private readonly HashSet<ulong> _repeated = [];
    private readonly Dictionary<string, KnownContact> _met = new(StringComparer.Ordinal);
    private IReadOnlyList<KnownContact> _settled = [];

    /// <summary>Looks through the file for numbers that it has more than once.</summary>
    public static async Task<DryRun> OfAsync(RowBatches batches, CancellationToken cancellationToken)
    {
        var run = new DryRun();
        var seen = new HashSet<ulong>();
        for (var batch = await batches.NextAsync(); batch.RowCount > 0; batch = await batches.NextAsync())
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var phone in batch.Phones)
            {
                var key = KeyOf(phone);
                if (!seen.Add(key))
                {
                    run._repeated.Add(key);
                }
            }
        }

        return run;
    }

    /// <summary>The plan of a batch with its counts and refusals only.</summary>
    public ImportPlan Plan(ImportBatch batch, IReadOnlyList<KnownContact> known, bool isWithList)
    {
        var met = batch.Phones.Select(phone => _met.GetValueOrDefault(phone)).OfType<KnownContact>().ToList();
        var plan = batch.Plan(met.Count == 0 ? known : [.. known.Where(contact => !_met.ContainsKey(contact.Phone)), .. met], isWithList);
        _settled = [.. plan.Created, .. plan.Changed];
        return new ImportPlan { Created = [], Changed = [], Joining = [], Refusals = plan.Refusals, Counts = plan.Counts, Consents = [], Actor = plan.Actor };
    }

    /// <summary>The last plan was counted.</summary>
    public void Counted()
    {
        foreach (var contact in _settled.Where(contact => _repeated.Contains(KeyOf(contact.Phone))))
        {
            _met[contact.Phone] = contact;
        }
    }

    /// <summary>A number has at most 15 digits.</summary>
    private static ulong KeyOf(string phone) => ulong.Parse(phone.AsSpan(1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture);
}
