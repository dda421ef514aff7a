using System.Text;
using AwesomeAssertions;
using Carillon.Access.SecondFactors;

namespace Carillon.Tests.Access.SecondFactors;

public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890"); // RFC 6238, appendix B

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) => Totp.CodeAt(Secret, DateTimeOffset.FromUnixTimeSeconds(seconds)).Should().Be(code);

    [Fact]
    public void A_code_is_good_for_its_step_and_one_to_either_side()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_015);
        var code = Totp.CodeAt(Secret, now);

        foreach (var (seconds, isGood) in new[] { (-60, false), (-30, true), (0, true), (30, true), (60, false) })
        {
            (Totp.StepOf(Secret, code, now.AddSeconds(seconds)) is not null).Should().Be(isGood, $"{seconds}");
        }

        Totp.StepOf(Secret, $"{code[..3]} {code[3..]}", now).Should().NotBeNull();
        Totp.StepOf(Secret, code + "0", now).Should().BeNull();
    }

    [Fact]
    public void Secrets_are_written_as_apps_read_them() => Totp.Base32(Secret).Should().Be("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
}
