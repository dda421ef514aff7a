namespace Carillon.Contacts;

/// <summary>What is wrong with what was given, by the field's path at the edge.</summary>
public sealed class FieldErrors
{
    private readonly Dictionary<string, List<string>> _byField = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unknown = new(StringComparer.Ordinal);

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsEmpty => _byField.Count == 0;

    /// <summary>The sentences by path.</summary>
    public IReadOnlyDictionary<string, string[]> ByField => _byField.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray());

    /// <summary>Paths whose trouble is that nobody knows such a field.</summary>
    public IReadOnlySet<string> Unknown => _unknown;

    /// <summary>Errors with one of them.</summary>
    public static FieldErrors Of(string field, string message)
    {
        var errors = new FieldErrors();
        errors.Add(field, message);
        return errors;
    }

    /// <summary>Adds a sentence about a field that nobody knows.</summary>
    public void AddUnknown(string field, string message)
    {
        Add(field, message);
        _unknown.Add(field);
    }

    /// <summary>Adds everything that others found.</summary>
    public void AddAll(FieldErrors others)
    {
        foreach (var (field, messages) in others._byField)
        {
            messages.ForEach(message => Add(field, message));
        }

        _unknown.UnionWith(others._unknown);
    }

    /// <summary>Adds a sentence.</summary>
    public void Add(string field, string message)
    {
        if (!_byField.TryGetValue(field, out var messages))
        {
            _byField.Add(field, messages = []);
        }

        messages.Add(message);
    }
}
