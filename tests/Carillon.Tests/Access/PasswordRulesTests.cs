using AwesomeAssertions;
using Carillon.Access;

namespace Carillon.Tests.Access;

public sealed class PasswordRulesTests
{
    private const string Email = "maria.keller@bakery-lane.com";

    [Theory]
    [InlineData("seven green kettles")]
    [InlineData("correct horse on a bicycle")]
    [InlineData("test-password-for-carillon")]
    [InlineData("Tr0ub4dor&3-x")]
    [InlineData("831502746195")]
    [InlineData("mariagoestothebeach")]
    [InlineData("пароль который длинный")]
    [InlineData("🔑🔑🔔🔔🎈🎈🎺🎺")]
    public void Long_and_uncommon_is_enough(string password) => PasswordRules.Judge(password, Email).Should().BeOfType<PasswordVerdict.Good>();

    [Theory]
    [InlineData("")]
    [InlineData("eleven char")]
    [InlineData("P@ssw0rd!")]
    public void Fewer_than_twelve_characters_are_too_few(string password) => PasswordRules.Judge(password, Email).Should().BeOfType<PasswordVerdict.TooShort>();

    [Fact]
    public void A_password_has_an_upper_bound() => PasswordRules.Judge(string.Concat(Enumerable.Repeat("abcdefz ", 65)), Email).Should().BeOfType<PasswordVerdict.TooLong>();

    [Theory]
    [InlineData("password1234")]
    [InlineData("Password2026!")]
    [InlineData("passwordpassword")]
    [InlineData("Passw0rd!Passw0rd!")]
    [InlineData("P@$$w0rd1234")]
    [InlineData("123456789012")]
    [InlineData("1234567890123")]
    [InlineData("qwertyuiop12")]
    [InlineData("1qaz2wsx3edc")]
    [InlineData("1q2w3e4r5t6y")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abcabcabcabc")]
    [InlineData("abcdefghijkl")]
    [InlineData("987654321098")]
    [InlineData("iloveyou2026")]
    [InlineData("administrator")]
    [InlineData("changeme1234")]
    [InlineData("letmein-letmein")]
    [InlineData("welcome12345")]
    [InlineData("CorrectHorseBatteryStaple")]
    [InlineData("correct horse battery staple")]
    [InlineData("carillon1234")]
    [InlineData("Carillon-Carillon")]
    [InlineData("maria.keller@bakery-lane.com")]
    [InlineData("Maria.Keller2026")]
    [InlineData("bakery-lane1!")]
    public void Common_ones_patterns_and_the_address_itself_are_too_easy(string password) =>
        PasswordRules.Judge(password, Email).Should().BeOfType<PasswordVerdict.TooEasy>();

    [Fact]
    public void The_list_is_long_enough_to_matter() => CommonPasswords.Count.Should().BeGreaterThanOrEqualTo(500);
}
