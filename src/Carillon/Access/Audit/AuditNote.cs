using System.Text;
using System.Text.Json;

namespace Carillon.Access.Audit;

/// <summary>What is to be written into the audit log. Names of actions stand in <see cref="AuditActions"/>. No phone numbers, no texts of messages, no secrets.</summary>
public sealed record AuditNote
{
    private const int MostLetters = 400;

    /// <summary>A note.</summary>
    /// <param name="action">What was done.</param>
    /// <param name="subject">To what, as kind and id: <c>api-key:ID</c>.</param>
    /// <param name="facts">More about it, in the order in which it is to be read.</param>
    public AuditNote(string action, string subject, params (string Name, object? Value)[] facts)
    {
        (Action, Subject) = (action, subject);
        Facts = Write(facts);
    }

    /// <summary>What was done.</summary>
    public string Action { get; }

    /// <summary>To what.</summary>
    public string Subject { get; }

    /// <summary>Who, where it is not the one whose unit of work this is.</summary>
    public string? Actor { get; init; }

    /// <summary>The facts as a JSON object.</summary>
    internal string Facts { get; }

    private static string Write((string Name, object? Value)[] facts)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            foreach (var (name, value) in facts.Where(fact => fact.Value is not null))
            {
                var text = FormattableString.Invariant($"{value}");
                json.WriteString(name, text.Length > MostLetters ? text[..MostLetters] : text);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
