using System.Globalization;
using System.Text;

namespace Carillon.Receiving.Proofs;

/// <summary>
/// The file of proof as a document for people. Plain lines in a font that every reader has; a character outside of it is written as its code point, so
/// that nothing is lost. The JSON file is the exact one.
/// </summary>
public static class ProofPdf
{
    private const int LettersOfALine = 104;
    private const int LinesOfAPage = 74;
    private static readonly CompositeFormat Instant = CompositeFormat.Parse("{0:yyyy-MM-dd HH:mm:ss} UTC");

    /// <summary>The document's bytes.</summary>
    public static byte[] Of(ProofFile proof)
    {
        var pages = Lines(proof).SelectMany(Wrapped).Chunk(LinesOfAPage).ToList();
        using var file = new MemoryStream();
        var offsets = new List<long>();
        Write(file, "%PDF-1.4\n");
        Add("<< /Type /Catalog /Pages 2 0 R >>");
        Add($"<< /Type /Pages /Count {pages.Count} /Kids [{string.Join(' ', Enumerable.Range(0, pages.Count).Select(page => $"{4 + (page * 2)} 0 R"))}] >>");
        Add("<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>");
        for (var page = 0; page < pages.Count; page++)
        {
            Add($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {5 + (page * 2)} 0 R >>");
            var content = Content(pages[page], page + 1, pages.Count);
            Add($"<< /Length {Encoding.Latin1.GetByteCount(content)} >>\nstream\n{content}\nendstream");
        }

        var start = file.Position;
        Write(file, $"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
        {
            Write(file, string.Create(CultureInfo.InvariantCulture, $"{offset:0000000000} 00000 n \n"));
        }

        Write(file, $"trailer\n<< /Size {offsets.Count + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
        return file.ToArray();

        void Add(string thing)
        {
            offsets.Add(file.Position);
            Write(file, $"{offsets.Count} 0 obj\n{thing}\nendobj\n");
        }
    }

    private static IEnumerable<string> Lines(ProofFile proof)
    {
        yield return $"All that is known of {proof.Phone.E164}";
        yield return $"Made {At(proof.MadeAt)} by {proof.Seller.Brand ?? proof.Seller.Workspace}. {proof.Seller.Help} {proof.Seller.PostalAddress}";
        yield return proof.IsErased ? "Its person was erased: words and names are gone, digests stand." : $"Known as {proof.Contact?.FirstName} {proof.Contact?.LastName} {proof.Contact?.Email}";
        yield return "";
        yield return "CONSENT AS IT STANDS";
        foreach (var consent in proof.Consents)
        {
            yield return $"  {consent.Channel} {consent.Purpose}: {consent.Status} ({consent.Basis}), confirmed {At(consent.ConfirmedAt)}{(consent.ExpiresAt is { } end ? $", until {At(end)}" : "")}. {consent.Source}";
        }

        yield return "";
        yield return "WHAT FORBIDS TO TEXT IT";
        foreach (var suppression in proof.Suppressions)
        {
            yield return $"  {suppression.Channel} {suppression.Reason} since {At(suppression.Since)}";
        }

        yield return "";
        yield return "THE LEDGER, OLDEST FIRST";
        foreach (var said in proof.Events)
        {
            yield return $"  {At(said.At)} {said.Kind} by {said.Method} {said.Keyword} \"{said.Text}\" recorded by {said.Actor}";
            yield return $"    evidence {said.Evidence?.ToString() ?? "-"}";
            yield return $"    digest {said.Digest} entry {said.LedgerEntry} hash {said.LedgerHash}";
        }

        yield return "";
        yield return "TEXTS, OLDEST FIRST";
        foreach (var text in proof.Messages)
        {
            yield return $"  {At(text.At)} {text.Direction} {text.Status} {text.Reason} {text.Purpose} id {text.Id} provider {text.ProviderMessageId}";
            yield return $"    \"{text.Body}\"";
        }

        yield return "";
        yield return "DECISIONS OF THE RULES, OLDEST FIRST";
        foreach (var decision in proof.Decisions)
        {
            yield return $"  {At(decision.At)} {decision.Kind} by {decision.Rule} (pack {decision.Pack}){(decision.Until is { } until ? $" until {At(until)}" : "")} text {decision.MessageId}";
            yield return $"    {decision.Facts}";
        }
    }

    private static string At(DateTimeOffset instant) => string.Format(CultureInfo.InvariantCulture, Instant, instant.UtcDateTime);

    private static IEnumerable<string> Wrapped(string line)
    {
        var shown = Shown(line);
        yield return shown[..Math.Min(shown.Length, LettersOfALine)];
        for (var at = LettersOfALine; at < shown.Length; at += LettersOfALine - 6)
        {
            yield return "      " + shown[at..Math.Min(shown.Length, at + LettersOfALine - 6)];
        }
    }

    /// <summary>The letters that the font has; all others as code points.</summary>
    private static string Shown(string line)
    {
        var shown = new StringBuilder(line.Length);
        foreach (var rune in line.EnumerateRunes())
        {
            if (rune.Value is >= 0x20 and < 0x7F or >= 0xA0 and <= 0xFF)
            {
                shown.Append((char)rune.Value);
            }
            else
            {
                shown.Append(CultureInfo.InvariantCulture, $"<U+{rune.Value:X4}>");
            }
        }

        return shown.ToString();
    }

    private static string Content(string[] lines, int page, int pages)
    {
        var content = new StringBuilder("BT /F1 8 Tf 10 TL 40 800 Td\n");
        foreach (var line in lines)
        {
            content.Append('(').Append(line.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("(", "\\(", StringComparison.Ordinal).Replace(")", "\\)", StringComparison.Ordinal)).Append(") Tj T*\n");
        }

        return content.Append(CultureInfo.InvariantCulture, $"ET\nBT /F1 8 Tf 40 30 Td (Page {page} of {pages}) Tj ET").ToString();
    }

    private static void Write(Stream file, string text) => file.Write(Encoding.Latin1.GetBytes(text));
}
