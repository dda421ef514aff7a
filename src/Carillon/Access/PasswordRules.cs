using Microsoft.AspNetCore.Identity;

namespace Carillon.Access;

/// <summary>
/// What may be a password: at least 12 characters, no common one, and not what stands beside it on the form. No rules on kinds of characters; spaces,
/// every script and pasting are welcome.
/// </summary>
public sealed class PasswordRules : IPasswordValidator<User>
{
    /// <summary>Fewest characters.</summary>
    public const int Shortest = 12;

    /// <summary>Most characters; longer ones only cost time.</summary>
    public const int Longest = 512;

    /// <summary>Judges a password for the person of an e-mail address.</summary>
    public static PasswordVerdict Judge(string password, string email)
    {
        if (password.Length < Shortest)
        {
            return new PasswordVerdict.TooShort();
        }

        if (password.Length > Longest)
        {
            return new PasswordVerdict.TooLong();
        }

        return CommonPasswords.Cover(password) || IsOfTheEmail(password, email) ? new PasswordVerdict.TooEasy() : new PasswordVerdict.Good();
    }

    /// <inheritdoc/>
    public Task<IdentityResult> ValidateAsync(UserManager<User> manager, User user, string? password) =>
        Task.FromResult(Judge(password ?? "", user.Email ?? "") switch
        {
            PasswordVerdict.Good => IdentityResult.Success,
            var refused => IdentityResult.Failed(new IdentityError { Code = refused.GetType().Name, Description = refused.Words }),
        });

    /// <summary>Whether it is the address, or one of its sides with a few digits or signs around.</summary>
    private static bool IsOfTheEmail(string password, string email)
    {
        var sides = email.Split('@').Append(email).Concat(email.Split('@')[^1].Split('.'));
        return sides.Any(side => side.Length >= 4
            && password.Contains(side, StringComparison.OrdinalIgnoreCase)
            && password.Replace(side, "", StringComparison.OrdinalIgnoreCase).Count(char.IsLetter) < 4);
    }
}

/// <summary>Whether a password may be used, and why not.</summary>
public abstract record PasswordVerdict(string Words)
{
    /// <summary>It may.</summary>
    public sealed record Good() : PasswordVerdict("This password is fine.");

    /// <summary>Fewer than 12 characters.</summary>
    public sealed record TooShort() : PasswordVerdict($"Use at least {PasswordRules.Shortest} characters; a few words in a row are easy to remember.");

    /// <summary>More than 512 characters.</summary>
    public sealed record TooLong() : PasswordVerdict($"Use at most {PasswordRules.Longest} characters.");

    /// <summary>Common, a mere pattern, or made from the e-mail address.</summary>
    public sealed record TooEasy() : PasswordVerdict("This password is easy to guess: it is common, a pattern, or made from your e-mail address. Take another.");
}
