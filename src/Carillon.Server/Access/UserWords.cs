using Carillon.Access;

namespace Carillon.Server.Access;

/// <summary>Why an account could not be made, for people.</summary>
internal static class UserWords
{
    public static string Of(UserOutcome outcome) => outcome switch
    {
        UserOutcome.EmailInvalid => "This is not an e-mail address. Write it like name@example.com.",
        UserOutcome.EmailTaken => "Somebody has an account with this e-mail address already.",
        UserOutcome.PasswordRefused refused => refused.Verdict.Words,
        _ => "The account could not be made. Try again.",
    };
}
