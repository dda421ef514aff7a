using System.Net;
using System.Text;

namespace Carillon.Tests.Fakes;

/// <summary>Form text, read and written with the framework's own escaping, so that it checks the product's.</summary>
internal static class FakeForm
{
    /// <summary>All fields; of a repeated name the last.</summary>
    public static Dictionary<string, string> Read(string text)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (var field in text.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var mark = field.IndexOf('=', StringComparison.Ordinal);
            fields[WebUtility.UrlDecode(mark < 0 ? field : field[..mark])] = mark < 0 ? "" : WebUtility.UrlDecode(field[(mark + 1)..]);
        }

        return fields;
    }

    /// <summary>The fields as they are posted.</summary>
    public static byte[] Write(IEnumerable<KeyValuePair<string, string>> fields) =>
        Encoding.UTF8.GetBytes(string.Join('&', fields.Select(field => $"{WebUtility.UrlEncode(field.Key)}={WebUtility.UrlEncode(field.Value)}")));
}
