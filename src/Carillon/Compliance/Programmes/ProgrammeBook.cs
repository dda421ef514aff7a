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

    /// <summary>The programme that a whole text names; null: none. Courtesy around the word does not matter.</summary>
    public static async Task<KeywordProgramme?> FindAsync(CarillonDb db, WorkspaceId workspace, string text, CancellationToken cancellationToken)
    {
        var words = InboundWords.Split(InboundCleaning.OwnWords(text)).FindAll(word => !word.IsBreak);
        var left = words.FindAll(word => !InboundKeywords.IsFiller(word.Text));
        if ((left.Count == 1 ? left : words) is not [var only])
        {
            return null;
        }

        var keyword = only.Text.ToUpperInvariant();
        return await db.KeywordProgrammes.AsNoTracking().SingleOrDefaultAsync(row => row.WorkspaceId == workspace && row.Keyword == keyword, cancellationToken);
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
