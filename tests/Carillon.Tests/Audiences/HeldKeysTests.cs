using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using AwesomeAssertions;
using Carillon.Storage.Dialects;

namespace Carillon.Tests.Audiences;

public sealed class HeldKeysTests
{
    [Fact]
    public void Numbers_and_ids_are_found_and_nothing_else()
    {
        var keys = new HeldKeys();
        foreach (var n in Enumerable.Range(0, 20_000))
        {
            keys.Add(Number(2 * n));
            keys.Add(Number(2 * n));
            keys.Add(Id(2 * n));
        }

        for (var n = 0; n < 40_000; n++)
        {
            (keys.Has(Number(n)), keys.Has(Id(n))).Should().Be((n % 2 == 0, n % 2 == 0));
        }

        keys.Has([]).Should().BeFalse();
        keys.Has("+1"u8).Should().BeFalse();
    }

    private static byte[] Number(int n) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"+{4915000000000 + (n * 48_271L)}"));

    private static byte[] Id(int n)
    {
        var bytes = new byte[16];
        bytes[0] = 1;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(12), n);
        return bytes;
    }
}
