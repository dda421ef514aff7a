namespace Carillon.Contacts.Imports.Reading;

/// <summary>Finds the character between cells: the one that cuts most rows into as many cells as the first row has.</summary>
internal static class DelimiterGuess
{
    private const int Rows = 50;
    private static readonly char[] Candidates = [',', ';', '\t', '|'];

    /// <summary>The delimiter, and whether the first line says so itself (<c>sep=;</c>) and is no row.</summary>
    public static (char Delimiter, bool IsStated) Of(string sample)
    {
        if (sample.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && sample.Length > 5 && sample[5] is '\r' or '\n')
        {
            return (sample[4], true);
        }

        var best = (Delimiter: ',', Score: 0.0);
        foreach (var candidate in Candidates)
        {
            var score = Score(sample, candidate);
            if (score > best.Score)
            {
                best = (candidate, score);
            }
        }

        return (best.Delimiter, false);
    }

    private static double Score(string sample, char delimiter)
    {
        var reader = new DelimitedReader(new StringReader(sample), delimiter);
        if (!reader.Read() || reader.CellCount < 2)
        {
            return 0;
        }

        var (width, rows, alike) = (reader.CellCount, 0, 0);
        while (rows < Rows && reader.Read())
        {
            rows++;
            alike += reader.CellCount == width ? 1 : 0;
        }

        // How many rows agree decides; a wider cut wins between equals.
        return ((alike + 1.0) / (rows + 1)) + (Math.Min(width, DelimitedReader.MostColumns) / 10_000.0);
    }
}
