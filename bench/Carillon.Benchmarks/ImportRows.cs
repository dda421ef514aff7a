using System.Globalization;
using System.Text;

namespace Carillon.Benchmarks;

/// <summary>People with six columns, the same ones each time: numbers in no order, all valid.</summary>
internal static class ImportRows
{
    private const long Numbers = 80_000_000;
    private const long Step = 48_271_003;
    private static readonly int[] Areas = [415, 212, 312, 646, 718, 303, 404, 512, 617, 702];

    /// <summary>The n-th person.</summary>
    public static ImportedRow At(int n)
    {
        // The step shares no factor with the count, so every number comes once.
        var place = n * Step % Numbers;
        var phone = string.Create(CultureInfo.InvariantCulture, $"+1{Areas[place / 8_000_000]}{200 + (place % 8_000_000 / 10_000):000}{place % 10_000:0000}");
        return new ImportedRow(
            phone,
            string.Create(CultureInfo.InvariantCulture, $"First{n % 5000}"),
            string.Create(CultureInfo.InvariantCulture, $"Last{n % 20011}"),
            string.Create(CultureInfo.InvariantCulture, $"person{n}@example.com"),
            string.Create(CultureInfo.InvariantCulture, $"{{\"city\":\"Town {n % 997}\",\"roof_age\":\"{n % 60}\"}}"));
    }

    /// <summary>Writes them as people's files have them.</summary>
    public static void Write(string path, int rows, int from = 0)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 20);
        file.Write("Phone,First name,Last name,Email,City,Roof age\n");
        for (var n = from; n < from + rows; n++)
        {
            var row = At(n);
            var phone = row.Phone;
            file.Write(string.Create(
                CultureInfo.InvariantCulture, $"({phone[2..5]}) {phone[5..8]}-{phone[8..]},{row.FirstName},{row.LastName},{row.Email},Town {n % 997},{n % 60}\n"));
        }
    }
}

/// <summary>A person as stored.</summary>
internal readonly record struct ImportedRow(string Phone, string FirstName, string LastName, string Email, string Attributes);
