using System.Buffers;
using Carillon.Contacts.Numbers;
using Carillon.Primitives;

namespace Carillon.Contacts.Imports.Reading;

/// <summary>
/// Turns a row's cells into a person, or says everything that is wrong with the row. Nothing is mended silently: a row with
/// a value that cannot be kept as it stands is not taken.
/// </summary>
internal sealed class PersonReader
{
    // What stands where bytes could not be read, and five codes that Windows' western letters leave empty.
    private static readonly SearchValues<char> Damaged = SearchValues.Create(FileSurvey.Unreadable, '\u0081', '\u008D', '\u008F', '\u0090', '\u009D');
    private static readonly SearchValues<char> TagEnds = SearchValues.Create(",;|");

    private readonly IReadOnlyList<string> _headers;
    private readonly ColumnTarget[] _targets;
    private readonly string _defaultRegion;
    private readonly int _peopleCount;

    public PersonReader(FileLayout layout, string defaultRegion)
    {
        _headers = layout.Headers;
        _targets = [.. layout.Targets.Select(text => ColumnTarget.TryParse(text, out var target) ? target : ColumnTarget.Ignored)];
        _defaultRegion = defaultRegion;
        _peopleCount = _targets.Length == 0 ? 1 : _targets.Max(target => target.Person);
    }

    /// <summary>Reads one row.</summary>
    public ReadRow Read(in RawRow row)
    {
        var draft = new Draft(this, 1);
        if (row.FlawedCell is { } flawed)
        {
            draft.Refuse(Math.Min(flawed, _headers.Count - 1), row.Cell(flawed), row.IsCut ? "unclosed-quote" : "stray-quote", row.IsCut
                ? "A quote opens here and is not closed on its line."
                : "After the closing quote there is more text. Write quotes inside a cell twice.");
        }
        else if (row.HasMoreThan(_headers.Count))
        {
            draft.Refuse(null, row.Cell(_headers.Count), "too-many-cells", $"The row has more cells than the header has columns ({_headers.Count}).");
        }
        else if (row.IsEmpty)
        {
            draft.Refuse(null, null, "empty-row", "The row is empty.");
        }
        else if (_peopleCount > 1)
        {
            return ReadPeople(row);
        }
        else
        {
            draft.ReadCells(row);
        }

        return new ReadRow(row.Line, draft.Person, draft.Problems);
    }

    /// <summary>
    /// A row that names several people: each with a number of their own is one, who has none is kept as own fields of the first.
    /// The row is taken where anybody of it is.
    /// </summary>
    private ReadRow ReadPeople(in RawRow row)
    {
        var drafts = new List<Draft>(_peopleCount);
        for (var person = 1; person <= _peopleCount; person++)
        {
            var draft = new Draft(this, person);
            draft.ReadCells(row);
            drafts.Add(draft);
        }

        var sound = new List<ImportedPerson>();
        var rest = new List<KeyValuePair<string, string>>();
        foreach (var draft in drafts)
        {
            if (draft.Person is { } person && !sound.Exists(other => other.Phone == person.Phone))
            {
                sound.Add(person);
            }
            else if (draft.Person is not null || draft.HasNoPhone)
            {
                rest.AddRange(draft.AsOwnFields(row));
            }
        }

        if (sound.Count == 0)
        {
            var problems = drafts.Where(draft => !draft.HasNoPhone).SelectMany(draft => draft.Problems).ToList();
            return new ReadRow(row.Line, null, problems.Count > 0 ? problems : drafts.Find(draft => draft.Problems.Count > 0)?.Problems ?? []);
        }

        sound[0] = sound[0].With(rest);
        return new ReadRow(row.Line, sound[0], [.. drafts.Where(draft => !draft.HasNoPhone).SelectMany(draft => draft.Problems)], sound.Count > 1 ? sound[1..] : null);
    }

    private sealed class Draft(PersonReader reader, int number)
    {
        private List<RowProblem>? _problems;
        private List<RowProblem>? _notes;
        private int? _missing;
        private List<(int Column, string Value)>? _otherPhones;
        private List<KeyValuePair<string, string>>? _attributes;
        private PhoneNumber? _phone;
        private string? _first;
        private string? _last;
        private string? _email;
        private string? _zone;
        private string? _region;
        private IReadOnlyList<string> _tags = [];

        /// <summary>What makes the row one that is not taken; where it is taken, what of it was not.</summary>
        public List<RowProblem> Problems => _problems ?? _notes ?? [];

        /// <summary>Whether nothing stands where the number belongs, and nothing else is wrong.</summary>
        public bool HasNoPhone => _phone is null && (_problems is null || (_missing is not null && _problems.Count == 1));

        public ImportedPerson? Person => _problems is not null || _phone is null ? null : new ImportedPerson
        {
            Phone = _phone.Value,
            LineType = NumberPlan.LineOf(_phone.Value),
            FirstName = _first,
            LastName = _last,
            Email = _email,
            TimeZone = _zone,
            Region = _region ?? (_attributes is null ? null : PostalRegions.Of(_attributes, _phone)),
            Tags = _tags,
            Attributes = _attributes ?? (IReadOnlyList<KeyValuePair<string, string>>)[],
        };

        public void Refuse(int? column, string? value, string code, string message) =>
            (_problems ??= []).Add(new RowProblem(column is { } at ? reader._headers[at] : null, value, code, message));

        public void ReadCells(in RawRow row)
        {
            for (var column = 0; column < reader._targets.Length; column++)
            {
                var target = reader._targets[column];
                if (target.Field is ContactField.Ignore || !SpeaksOf(target))
                {
                    continue;
                }

                var value = ProblemsCsv.Unguarded(row.Cell(column).Trim());
                if (value.Length == 0)
                {
                    if (target.Field is ContactField.Phone)
                    {
                        _missing = column;
                    }
                }
                else if (value.AsSpan().IndexOfAny(Damaged) >= 0)
                {
                    Refuse(column, value.Replace(FileSurvey.Unreadable, '\uFFFD'), "unreadable-text", "The cell holds bytes that are no letters of the file's encoding.");
                }
                else if (value.Contains('\0', StringComparison.Ordinal))
                {
                    Refuse(column, value.Replace("\0", "", StringComparison.Ordinal), "control-character", "The cell holds a zero byte.");
                }
                else
                {
                    Keep(column, target, value);
                }
            }

            SettlePhone();
        }

        /// <summary>What was said of somebody without a number, by the names of the columns.</summary>
        public IEnumerable<KeyValuePair<string, string>> AsOwnFields(RawRow row)
        {
            for (var column = 0; column < reader._targets.Length; column++)
            {
                var target = reader._targets[column];
                var value = ProblemsCsv.Unguarded(row.Cell(column).Trim());
                if (target.Person == number && IsOwn(target.Field) && value.Length is > 0 and <= ContactRules.MostInAttribute)
                {
                    yield return new(Headers.OwnFieldName(reader._headers[column], column), value);
                }
            }
        }

        private bool SpeaksOf(ColumnTarget target) => target.Person == number || (target.Person == 1 && !IsOwn(target.Field));

        private static bool IsOwn(ContactField field) =>
            field is ContactField.Phone or ContactField.OtherPhone or ContactField.FirstName or ContactField.LastName or ContactField.FullName or ContactField.Email;

        /// <summary>A further number stands in where the first is missing or none; else it is kept as an own field.</summary>
        private void SettlePhone()
        {
            foreach (var (column, value) in _otherPhones ?? [])
            {
                if (_phone is null && PhoneCell.TryRead(value, reader._defaultRegion, out var phone, out _))
                {
                    _phone = phone;
                    _notes = _problems?.FindAll(IsOfPhone);
                    _problems?.RemoveAll(IsOfPhone);
                    _problems = _problems is { Count: 0 } ? null : _problems;
                }
                else if (Fitting(column, value, ContactRules.MostInAttribute) is { } fitting)
                {
                    (_attributes ??= []).Add(new(Headers.OwnFieldName(reader._headers[column], column), fitting));
                }
            }

            if (_phone is null && _missing is { } missing && _problems?.Exists(IsOfPhone) is not true)
            {
                Refuse(missing, null, "missing-phone", "The row has no phone number.");
            }

            static bool IsOfPhone(RowProblem problem) => problem.Code is "invalid-phone" or "rounded-phone";
        }

        private void Keep(int column, ColumnTarget target, string value)
        {
            switch (target.Field)
            {
                case ContactField.Phone:
                    KeepPhone(column, value);
                    break;
                case ContactField.OtherPhone:
                    (_otherPhones ??= []).Add((column, value));
                    break;
                case ContactField.FirstName:
                    _first = Fitting(column, value, ContactRules.MostInName);
                    break;
                case ContactField.LastName:
                    _last = Fitting(column, value, ContactRules.MostInName);
                    break;
                case ContactField.FullName:
                    (_first, _last) = Parts(Fitting(column, value, 2 * ContactRules.MostInName) ?? "");
                    _ = (Fitting(column, _first ?? "", ContactRules.MostInName), Fitting(column, _last ?? "", ContactRules.MostInName));
                    break;
                case ContactField.Email:
                    _email = Known(column, value, Invisible.Strip(value), ContactRules.IsEmail, "invalid-email", "This is not an e-mail address.");
                    break;
                case ContactField.TimeZone:
                    _zone = Known(column, value, TimeZoneName.Of(value) ?? value, ContactRules.IsTimeZone, "unknown-time-zone", "This is not the name of a time zone, such as America/New_York.");
                    break;
                case ContactField.Region:
                    _region = Known(column, value, Regions.TryRead(value, reader._defaultRegion, out var code) ? code : value, Regions.IsKnown, "unknown-region", "This is not a state or province, such as US-FL or GB-ENG.");
                    break;
                case ContactField.Tags:
                    KeepTags(column, value);
                    break;
                case ContactField.Attribute when Fitting(column, value, ContactRules.MostInAttribute) is { } fitting:
                    (_attributes ??= []).Add(new(target.Attribute ?? "", fitting));
                    break;
                case ContactField.Attribute or ContactField.Ignore:
                    break;
                default:
                    throw new InvalidOperationException($"No such field: {target.Field}.");
            }
        }

        private void KeepPhone(int column, string value)
        {
            if (PhoneCell.TryRead(value, reader._defaultRegion, out var number, out var problem))
            {
                _phone = number;
                return;
            }

            Refuse(column, value, problem, problem is "rounded-phone"
                ? "A spreadsheet rounded this number and its last digits are lost. Format the column as text and export it again."
                : "This is not a valid phone number.");
        }

        private void KeepTags(int column, string value)
        {
            var tags = new List<string>();
            foreach (var piece in value.AsSpan().SplitAny(TagEnds))
            {
                var tag = value[piece].Trim();
                if (tag.Length > 0 && !tags.Contains(tag, StringComparer.OrdinalIgnoreCase) && Fitting(column, tag, ContactRules.MostInTag) is { } fitting)
                {
                    tags.Add(fitting);
                }
            }

            _tags = tags;
        }

        private string? Fitting(int column, string value, int most)
        {
            if (value.Length <= most)
            {
                return value;
            }

            Refuse(column, value, "too-long", $"The cell has {value.Length} characters; {most} is the most here.");
            return null;
        }

        /// <summary>A value of a known form; what people write for "none" is none.</summary>
        private string? Known(int column, string written, string value, Func<string, bool> fits, string code, string message)
        {
            if (fits(value))
            {
                return value;
            }

            if (!IsNone(written))
            {
                Refuse(column, written, code, message);
            }

            return null;
        }

        private static bool IsNone(string value) => value.ToUpperInvariant() is "-" or "--" or "N/A" or "NA" or "NULL" or "NONE" or "UNKNOWN" or "#N/A";

        private static (string? First, string? Last) Parts(string name)
        {
            var comma = name.IndexOf(',', StringComparison.Ordinal);
            if (comma > 0 && comma < name.Length - 1)
            {
                return (name[(comma + 1)..].Trim(), name[..comma].Trim());
            }

            var space = name.IndexOf(' ', StringComparison.Ordinal);
            return space < 0 ? (name, null) : (name[..space], name[(space + 1)..].Trim());
        }
    }
}

/// <summary>A row's cells, kept while the reader goes on.</summary>
internal readonly struct RawRow(long line, string[] cells, int cellCount, int? flawedCell, bool isCut)
{
    public long Line => line;

    public int? FlawedCell => flawedCell;

    public bool IsCut => isCut;

    public bool IsEmpty => Array.TrueForAll(cells, cell => string.IsNullOrWhiteSpace(cell));

    public string Cell(int index) => index < cells.Length ? cells[index] : "";

    /// <summary>Whether something stands beyond the columns; empty cells there are nothing.</summary>
    public bool HasMoreThan(int columns) =>
        cellCount > DelimitedReader.MostColumns || (cells.Length > columns && cells.Skip(columns).Any(cell => !string.IsNullOrWhiteSpace(cell)));

    /// <summary>All cells.</summary>
    public IReadOnlyList<string> Cells => cells;

    /// <summary>Copies the record the reader stands at; a sheet's line breaks become what they were.</summary>
    public static RawRow From(DelimitedReader reader, bool isSheet)
    {
        var cells = new string[Math.Min(reader.CellCount, DelimitedReader.MostColumns)];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = isSheet ? reader.Cell(i).Replace(WorkbookText.Break, '\n') : reader.Cell(i);
        }

        return new RawRow(reader.Line, cells, reader.CellCount, reader.FlawedCell, reader.IsCut);
    }
}
