namespace Carillon.Text;

/// <summary>A body measured, cut, and explained.</summary>
public sealed record SmsAnalysis
{
    /// <summary>What is sent: the body after smart encoding.</summary>
    public required string Body { get; init; }

    public required SmsEncoding Encoding { get; init; }

    /// <summary>Messages billed; none for an empty body.</summary>
    public required int Segments { get; init; }

    /// <summary>Septets (GSM-7) or UTF-16 code units (UCS-2).</summary>
    public required int Units { get; init; }

    /// <summary>Units that still fit without one more segment.</summary>
    public required int UnitsLeft { get; init; }

    /// <summary>The body as it is cut; joined again they are the body.</summary>
    public required IReadOnlyList<string> Parts { get; init; }

    /// <summary>The characters that force UCS-2, in order; empty for GSM-7.</summary>
    public required IReadOnlyList<OffendingCharacter> Offending { get; init; }

    /// <summary>What smart encoding replaced; empty when it was off or could not make the body GSM-7.</summary>
    public required IReadOnlyList<SmsSubstitution> Substitutions { get; init; }
}

/// <summary>A character outside the GSM-7 tables.</summary>
/// <param name="Index">Where it begins, in UTF-16 code units.</param>
/// <param name="Character">The whole code point.</param>
/// <param name="Replacement">What smart encoding would write instead ("" removes it), or null when it knows nothing.</param>
public sealed record OffendingCharacter(int Index, string Character, string? Replacement);

/// <summary>One replacement by smart encoding.</summary>
/// <param name="Index">Where it was in the body given, in UTF-16 code units.</param>
public sealed record SmsSubstitution(int Index, string From, string To);
