using System.Text;

namespace Carillon.Storage;

/// <summary>Names of tables and columns.</summary>
internal static class SqlNames
{
    /// <summary><c>OutboundMessage</c> becomes <c>outbound_message</c>.</summary>
    public static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && !char.IsUpper(name[i - 1]))
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
