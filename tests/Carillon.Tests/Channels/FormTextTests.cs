using System.Net;
using System.Text;
using AwesomeAssertions;
using Carillon.Channels.Wire;
using CsCheck;

namespace Carillon.Tests.Channels;

public sealed class FormTextTests
{
    [Fact]
    public void What_is_written_is_read_back_by_us_and_by_the_framework() =>
        Gen.String.Array[0, 6].Sample(values =>
        {
            var clean = values.Select(value => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value))).ToArray();
            using var form = new FormText(stackalloc byte[16]);
            foreach (var value in values)
            {
                form.Add("Body", value);
            }

            var bytes = form.ToBytes();
            FormText.Read(bytes).Select(field => field.Value).Should().Equal(clean);
            Encoding.ASCII.GetString(bytes).Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Select(field => WebUtility.UrlDecode(field["Body=".Length..])).Should().Equal(clean);
        });

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a=")]
    [InlineData("a=&b", "a=|b=")]
    [InlineData("&&a=1&", "a=1")]
    [InlineData("a=1=2", "a=1=2")]
    [InlineData("a=%4", "a=%4")]
    [InlineData("a=%zz%41%", "a=%zzA%")]
    [InlineData("a=+%2B", "a= +")]
    [InlineData("a=%C3%A9%ff", "a=é\ufffd")]
    [InlineData("a=1&a=2", "a=1|a=2")]
    public void Odd_forms_are_read_without_a_murmur(string text, string fields) =>
        string.Join('|', FormText.Read(Encoding.UTF8.GetBytes(text)).Select(field => $"{field.Key}={field.Value}")).Should().Be(fields);
}
