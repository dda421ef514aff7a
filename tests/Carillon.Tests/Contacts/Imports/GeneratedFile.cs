using System.Globalization;
using System.Text;

namespace Carillon.Tests.Contacts.Imports;

/// <summary>Files with as many rows as wanted.</summary>
internal static class GeneratedFile
{
    /// <summary>The n-th valid number.</summary>
    public static string Phone(int n) => string.Create(CultureInfo.InvariantCulture, $"+1415{200 + (n / 10000 % 700):000}{n % 10000:0000}");

    /// <summary>Rows that are all sound and all different.</summary>
    public static byte[] Sound(int rows)
    {
        var csv = new StringBuilder("Phone,First name,Last name,Email,City,Roof age\n");
        for (var i = 0; i < rows; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{Phone(i)},First{i},Last{i},person{i}@example.com,Town {i % 50},{i % 40}\n");
        }

        return Encoding.UTF8.GetBytes(csv.ToString());
    }
}
