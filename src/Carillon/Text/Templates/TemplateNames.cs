namespace Carillon.Text.Templates;

/// <summary>The names a body uses, in order, and which of them nobody can fill.</summary>
internal sealed class TemplateNames(IReadOnlyCollection<string> alsoKnown)
{
    private const string Attributes = "attributes.";

    private readonly HashSet<string> _own = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _used = [];
    private readonly List<string> _unknown = [];

    public IReadOnlyList<string> Used => _used;

    public IReadOnlyList<string> Unknown => _unknown;

    /// <summary>A variable the author made: from here on it is no question to the contact.</summary>
    public void Assign(string name) => _own.Add(name);

    /// <summary>Notes a name and gives it as values are asked for it.</summary>
    public string Use(string name)
    {
        if (_own.Contains(name))
        {
            return name;
        }

        var known = true;
        if (name.StartsWith(Attributes, StringComparison.OrdinalIgnoreCase))
        {
            name = string.Concat(Attributes, name.AsSpan(Attributes.Length));
        }
        else if (MessageTemplate.ContactFields.Contains(name))
        {
            name = name.ToLowerInvariant();
        }
        else if (alsoKnown.FirstOrDefault(other => other.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } given)
        {
            name = given;
        }
        else
        {
            known = false;
        }

        Note(_used, name);
        if (!known)
        {
            Note(_unknown, name);
        }

        return name;
    }

    private static void Note(List<string> names, string name)
    {
        if (!names.Contains(name))
        {
            names.Add(name);
        }
    }
}
