namespace Carillon.Text.Templates;

/// <summary>Ends the reading of a body; it never leaves the parser.</summary>
internal sealed class TemplateSyntaxException(int position, string reason) : Exception(reason)
{
    public int Position => position;
}
