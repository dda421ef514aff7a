using Carillon.Primitives;

namespace Carillon.Campaigns.Planning;

/// <summary>A part of an audience before the start: what a figure counts and its rows show.</summary>
/// <param name="Part">Which.</param>
/// <param name="Reasons">Of those who are left out, only whom these leave out; none named: all.</param>
public sealed record AudienceSlice(AudiencePart Part, IReadOnlyList<SkipReason> Reasons)
{
    /// <summary>Whoever a reason leaves out.</summary>
    public static AudienceSlice Of(SkipReason reason) => new(AudiencePart.Out, [reason]);

    /// <summary>Reads the words of an address: a part, or reasons with commas between them; null: it names neither.</summary>
    public static AudienceSlice? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (Enum.TryParse<AudiencePart>(text, ignoreCase: true, out var part) && Enum.IsDefined(part) && !char.IsAsciiDigit(text[0]))
        {
            return new AudienceSlice(part, []);
        }

        var reasons = text.Split(',').Select(word => Enum.TryParse<SkipReason>(word, ignoreCase: true, out var reason) && Enum.IsDefined(reason) ? reason : (SkipReason?)null).ToList();
        return reasons.Contains(null) ? null : new AudienceSlice(AudiencePart.Out, [.. reasons.OfType<SkipReason>()]);
    }

    /// <summary>Whether a planned recipient belongs to it.</summary>
    public bool Covers(PlannedRecipient recipient) => Part switch
    {
        AudiencePart.In => recipient.Skip is null,
        AudiencePart.Held => recipient.IsHeld,
        AudiencePart.Out => recipient.Skip is { } reason && (Reasons.Count == 0 || Reasons.Contains(reason)),
        AudiencePart.ByChoice or AudiencePart.BeyondLimit => false,
        _ => throw new InvalidOperationException($"No such part: {Part}."),
    };

    /// <summary>As an address names it.</summary>
    public override string ToString() => Reasons.Count == 0 ? Part.ToString() : string.Join(',', Reasons);
}

/// <summary>Where somebody of an audience stands before the start.</summary>
public enum AudiencePart
{
    /// <summary>Would be sent to.</summary>
    In,

    /// <summary>Would be sent to, but waits for hours.</summary>
    Held,

    /// <summary>Is a recipient and would be skipped.</summary>
    Out,

    /// <summary>Is no recipient, because a list or segment is excluded.</summary>
    ByChoice,

    /// <summary>Is no recipient, because the audience is limited to fewer.</summary>
    BeyondLimit,
}
