using Carillon.Primitives;
using Carillon.Storage;
using Carillon.Text.Inbound;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Compliance.Programmes;

/// <summary>The workspace's own keywords.</summary>
public static class ProgrammeBook
{
    private const int LeastLetters = 2;
    private const int MostLetters = 20;

    /// <summary>The keyword that a whole text names; null: none. Courtesy around the word does not matter.</summary>
    public static async Task<KeywordProgramme?> FindAsync(CarillonDb db, WorkspaceId workspace, string text, CancellationToken cancellationToken) =>
        WordOf(text) is { } keyword
            ? await db.KeywordProgrammes.AsNoTracking().SingleOrDefaultAsync(row => row.WorkspaceId == workspace && row.Keyword == keyword, cancellationToken)
            : null;

    /// <summary>The one word a text consists of, as keywords are kept; null: it is longer, so nothing has to be looked up.</summary>
    public static string? WordOf(string text)
    {
        var words = InboundWords.Split(InboundCleaning.OwnWords(text)).FindAll(word => !word.IsBreak);
        var left = words.FindAll(word => !InboundKeywords.IsFiller(word.Text));
        return (left.Count == 1 ? left : words) is [var only] ? only.Text.ToUpperInvariant() : null;
    }

    /// <summary>The keyword as it is kept; null, with the reason, where it cannot be one.</summary>
    public static (string? Keyword, string? Problem) Read(string text)
    {
        var folded = InboundCleaning.Fold(text.Trim());
        if (folded.Length is < LeastLetters or > MostLetters || !folded.All(char.IsAsciiLetterOrDigit))
        {
            return (null, $"must be one word of {LeastLetters} to {MostLetters} letters and digits");
        }

        return InboundKeywords.Find(InboundKeywords.Meant(folded)) is not null || InboundKeywords.Yes.ContainsKey(folded) || InboundKeywords.IsFiller(folded)
            ? (null, "means something by law or in ordinary answers already")
            : (folded.ToUpperInvariant(), null);
    }
}
