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
        var match = string.Join(" AND ", _words.Where(IsLongEnough).Select(forms => $"({string.Join(" OR ", forms.Select(Quoted))})"));
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
