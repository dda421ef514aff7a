using System.Globalization;
using Carillon.Compliance.Ledger;
using Carillon.Contacts.Imports.Undo;
using Carillon.Contacts.Numbers;
using Carillon.Primitives;
using Carillon.Storage.Dialects;

namespace Carillon.Contacts.Imports;

/// <summary>
/// Decides what becomes of a batch of rows, given who is known. The rows are taken in their order, so that a second row of
/// one number meets what the first made of it, by the same rule as if that had been stored long ago.
/// </summary>
internal sealed class ImportBatch(IReadOnlyList<ReadRow> rows, ImportOptions options, TimeProvider time)
{
    private const int MostInValue = 200;
    private const int MostInColumn = 200;
    private const int FirstNotChecked = 1001;

    private ImportRefusal? _unchecked;

    /// <summary>How many rows it settles.</summary>
    public int RowCount => rows.Count;

    /// <summary>The numbers of its sound rows, each once, in order.</summary>
    public IReadOnlyList<string> Phones { get; } =
        [.. rows.SelectMany(row => row.People).Select(person => person.Phone.E164).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>What a provider told of its numbers, where one was asked.</summary>
    public NumberResults Checked { get; set; } = NumberResults.None;

    /// <summary>
    /// Says how many of its numbers have no answer of the provider and why: a note of the file, not of a row, that commits with the batch. The notes of
    /// all batches are one figure for people.
    /// </summary>
    /// <param name="settledRows">How many rows were settled before it, which tells its note from those of other batches.</param>
    /// <param name="why">For people.</param>
    public void NoteUnchecked(long settledRows, string? why)
    {
        var count = Phones.Count(phone => !Checked.Known.ContainsKey(phone));
        _unchecked = count == 0 ? null : new ImportRefusal(
            0, FirstNotChecked + (int)settledRows, null, count.ToString(CultureInfo.InvariantCulture), ImportProblem.NotChecked, why ?? "The provider gave no answer.");
    }

    /// <summary>Decides. May be asked again with other people; it remembers nothing.</summary>
    public ImportPlan Plan(IReadOnlyList<KnownContact> known, bool isWithList)
    {
        var people = new Dictionary<string, Slot>(Phones.Count, StringComparer.Ordinal);
        foreach (var contact in known)
        {
            people.Add(contact.Phone, new Slot(contact, isNew: false));
        }

        var counts = default(ImportCounts);
        List<ImportRefusal> refusals = _unchecked is null ? [] : [_unchecked];
        foreach (var row in rows)
        {
            // Several people of a row are one row: it counts as what became of the one who got furthest.
            var position = Refuse(row, refusals);
            var best = RowFate.Invalid;
            foreach (var person in row.People)
            {
                var fate = Settle(people, person, row.Line, position++, refusals);
                best = fate > best ? fate : best;
            }

            counts = Counted(counts, best);
        }

        return Written(people, counts, refusals, isWithList);
    }

    private RowFate Settle(Dictionary<string, Slot> people, ImportedPerson person, long line, int position, List<ImportRefusal> refusals)
    {
        if (Checked.Known.GetValueOrDefault(person.Phone.E164) is { IsValid: false })
        {
            refusals.Add(new ImportRefusal(line, position, null, person.Phone.E164, "number-not-in-use", "The number does not exist, says the provider that was asked."));
            return RowFate.Invalid;
        }

        if (options.IsMobileOnly && LineOf(person) is var kind && !NumberPlan.MayBeMobile(kind))
        {
            refusals.Add(new ImportRefusal(line, position, null, person.Phone.E164, "not-mobile", $"The number is no mobile one ({Name(kind)}); only mobile numbers were asked for."));
            return RowFate.Skipped;
        }

        if (!people.TryGetValue(person.Phone.E164, out var slot))
        {
            people.Add(person.Phone.E164, new Slot(PersonMerge.New(Id.New<ContactId>(time), person, LineOf(person), time.GetUtcNow()), isNew: true));
            return RowFate.Created;
        }

        if (options.OnDuplicate is OnDuplicate.Skip)
        {
            return RowFate.Skipped;
        }

        var merged = PersonMerge.Apply(slot.Contact, person, options.OnDuplicate);
        if (merged == slot.Contact)
        {
            return RowFate.Unchanged;
        }

        slot.Change(merged);
        return RowFate.Updated;
    }

    private static ImportCounts Counted(ImportCounts counts, RowFate fate) => fate switch
    {
        RowFate.Invalid => counts with { Invalid = counts.Invalid + 1 },
        RowFate.Skipped => counts with { Skipped = counts.Skipped + 1 },
        RowFate.Unchanged => counts with { Unchanged = counts.Unchanged + 1 },
        RowFate.Updated => counts with { Updated = counts.Updated + 1 },
        RowFate.Created => counts with { Created = counts.Created + 1 },
        _ => throw new InvalidOperationException($"No such fate: {fate}."),
    };

    private LineType LineOf(ImportedPerson person) =>
        Checked.Known.GetValueOrDefault(person.Phone.E164) is { LineType: not LineType.Unknown } check ? check.LineType : person.LineType;

    private static string Name(LineType line) => line switch
    {
        LineType.Landline => "a landline",
        LineType.TollFree => "toll-free",
        LineType.Premium => "a premium-rate number",
        LineType.Special => "a special service",
        LineType.Voip => "one over the internet",
        LineType.Unknown or LineType.Mobile => "unknown",
        _ => throw new InvalidOperationException($"No such line: {line}."),
    };

    /// <summary>Notes what is wrong with a row.</summary>
    /// <returns>How much that is.</returns>
    private static int Refuse(ReadRow row, List<ImportRefusal> refusals)
    {
        for (var i = 0; i < row.Problems.Count; i++)
        {
            var problem = row.Problems[i];
            refusals.Add(new ImportRefusal(row.Line, i, Short(problem.Column, MostInColumn), Short(problem.Value, MostInValue), problem.Code, row.Person is null ? problem.Message : problem.Message + " The rest of the row was taken."));
        }

        return row.Problems.Count;
    }

    private ImportPlan Written(Dictionary<string, Slot> people, ImportCounts counts, List<ImportRefusal> refusals, bool isWithList)
    {
        var slots = Phones.Select(phone => people.GetValueOrDefault(phone)).OfType<Slot>().ToList();
        return new ImportPlan
        {
            Created = [.. slots.Where(slot => slot.IsNew).Select(slot => slot.Contact)],
            Changed = [.. slots.Where(slot => !slot.IsNew && slot.IsChanged).Select(slot => slot.Contact)],
            Joining = isWithList ? [.. slots.Where(slot => !slot.IsNew && !slot.Contact.IsMember).Select(slot => slot.Contact.Id)] : [],
            Changes = [.. slots.Where(slot => !slot.IsNew).Select(slot => ChangeOf(slot, isWithList)).OfType<ImportedChange>()],
            Refusals = refusals,
            Counts = counts,
            Consents = options.ConsentSource is null
                ? []
                : [.. slots.Select(slot => new DeclaredConsent(Id.New<ConsentEventId>(time), slot.Contact.Id, slot.Contact.Phone))],
            ConsentSource = options.ConsentSource,
            Actor = options.Actor,
            ConsentDigest = (turn, agreed) => EventDigest.OfImported(turn, agreed, options.ConsentSource, options.Actor),
        };
    }

    private static ImportedChange? ChangeOf(Slot slot, bool isWithList)
    {
        var isJoined = isWithList && !slot.Contact.IsMember;
        return slot.IsChanged
            ? new ImportedChange(slot.Contact.Id, ImportedFields.Of(slot.Before).ToString(), ImportedFields.Of(slot.Contact).ToString(), isJoined)
            : isJoined ? new ImportedChange(slot.Contact.Id, null, null, IsJoined: true) : null;
    }

    private static string? Short(string? text, int most)
    {
        if (text is null)
        {
            return null;
        }

        var clean = text.Replace('\0', '\uFFFD').Replace(Reading.FileSurvey.Unreadable, '\uFFFD');
        if (clean.Length <= most)
        {
            return clean;
        }

        var length = char.IsHighSurrogate(clean[most - 2]) ? most - 2 : most - 1;
        return clean[..length] + "…";
    }

    /// <summary>What became of a row, from the least to the most.</summary>
    private enum RowFate
    {
        Invalid,
        Skipped,
        Unchanged,
        Updated,
        Created,
    }

    private sealed class Slot(KnownContact contact, bool isNew)
    {
        public KnownContact Contact { get; private set; } = contact;

        public bool IsNew => isNew;

        public KnownContact Before { get; } = contact;

        public bool IsChanged { get; private set; }

        public void Change(KnownContact changed) => (Contact, IsChanged) = (changed, true);
    }
}
