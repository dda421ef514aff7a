using System.Linq.Expressions;
using System.Text;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Contacts;

/// <summary>
/// The words somebody typed to find people. Each must stand somewhere in a name, an address or a number; a number may be written in any form,
/// so a word of digits and signs stands for its digits too, with and without the zeros that are dialled only at home.
/// </summary>
internal sealed class SearchWords
{
    private const int MostWords = 8;

    /// <summary>An index of three letters in a row cannot tell shorter words.</summary>
    private const int FewestLetters = 3;

    /// <summary>From here on the index is asked for two parts of a word and not for all of it.</summary>
    private const int ManyLetters = 9;

    private readonly IReadOnlyList<IReadOnlyList<string>> _words;

    private SearchWords(IReadOnlyList<IReadOnlyList<string>> words) => _words = words;

    /// <summary>Whether there is nothing to look for.</summary>
    public bool IsEmpty => _words.Count == 0;

    /// <summary>Whether the index can tell each of them.</summary>
    public bool AreLongEnough => _words.All(IsLongEnough);

    /// <summary>Reads what was typed.</summary>
    public static SearchWords Of(string? text) => new(
        [.. (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => string.Concat(word.Where(letter => !char.IsControl(letter))).ToLowerInvariant())
            .Where(word => word.Length > 0)
            .Take(MostWords)
            .Select(Forms)]);

    /// <summary>These of the people, looked at one by one.</summary>
    public IQueryable<Contact> Among(IQueryable<Contact> people) => _words.Aggregate(people, (rest, forms) => rest.Where(Has(forms)));

    /// <summary>Everybody who has the words, by the index of parts of words where they are long enough for it.</summary>
    public IQueryable<Contact> In(CarillonDb db)
    {
        var match = string.Join(" AND ", _words.Where(IsLongEnough).Select(forms => $"({string.Join(" OR ", forms.Select(Telling))})"));
        return Among(match.Length == 0 ? db.Contacts : db.WithWords(db.Contacts, match)).AsNoTracking();
    }

    private static IReadOnlyList<string> Forms(string word)
    {
        var digits = string.Concat(word.Where(char.IsAsciiDigit));
        if (digits.Length == 0 || !word.All(letter => char.IsAsciiDigit(letter) || letter is '+' or '-' or '(' or ')' or '.' or '/'))
        {
            return [word];
        }

        return [.. new[] { word, digits, digits.TrimStart('0') }.Where(form => form.Length > 0).Distinct()];
    }

    private static bool IsLongEnough(IReadOnlyList<string> forms) => forms.All(form => form.EnumerateRunes().Count() >= FewestLetters);

    /// <summary>
    /// What the index is asked for. It walks through everybody who has the first three letters, and the next three, and so on, so a long word is
    /// asked for by the two parts that look least common; whether the whole word is there is seen in the few rows that are found.
    /// </summary>
    private static string Telling(string form)
    {
        if (form.Length < ManyLetters || form.Any(char.IsSurrogate))
        {
            return Quoted(form);
        }

        var parts = Enumerable.Range(0, form.Length - FewestLetters + 1).OrderBy(at => Commonness(form, at)).ThenByDescending(at => at).ToList();
        var other = parts.First(at => Math.Abs(at - parts[0]) >= FewestLetters);
        return $"({Quoted(form.Substring(parts[0], FewestLetters))} AND {Quoted(form.Substring(other, FewestLetters))})";
    }

    /// <summary>How many people may have the three letters: those of an address's host are many people's, and so are the letters of which words are made.</summary>
    private static int Commonness(string form, int at)
    {
        var host = form.IndexOf('@', StringComparison.Ordinal) is var sign and >= 0 ? sign : form.Length;
        return at + FewestLetters > host ? 100 : form.AsSpan(at, FewestLetters).ToArray().Sum(letter => letter switch
        {
            'e' or 'a' or 'i' or 'o' or 'n' or 'r' or 's' or 't' or 'l' => 6,
            '.' or '-' or '_' or '+' => 4,
            >= 'a' and <= 'z' => 2,
            _ => 1, // digits, and letters of other scripts
        });
    }

    private static string Quoted(string form) => $"\"{form.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static Expression<Func<Contact, bool>> Has(IReadOnlyList<string> forms) => forms.Select(HasForm).Aggregate(
        (before, next) => Expression.Lambda<Func<Contact, bool>>(Expression.OrElse(before.Body, Expression.Invoke(next, before.Parameters[0])), before.Parameters));

    /// <summary>The pattern stands in the statement itself: PostgreSQL chooses its way by what it is.</summary>
    private static Expression<Func<Contact, bool>> HasForm(string form)
    {
        var pattern = Pattern(form);
        return row => EF.Functions.Like(SqlTexts.Searched(row.FirstName, row.LastName, row.Email, (string?)(object?)row.Phone), EF.Constant(pattern), "\\");
    }

    private static string Pattern(string text)
    {
        var pattern = new StringBuilder("%");
        foreach (var letter in text)
        {
            pattern.Append(letter is '\\' or '%' or '_' ? "\\" : "").Append(letter);
        }

        return pattern.Append('%').ToString();
    }
}
