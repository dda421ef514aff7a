using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carillon.Server.Web.Api;

/// <summary>A CSV file that is written while its rows are read, so its length costs no memory.</summary>
internal static class CsvFile
{
    /// <summary>The file. Spreadsheets read it as UTF-8, and no cell of it is taken for a formula.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="header">The names of its columns.</param>
    /// <param name="rows">Its rows, cell by cell.</param>
    /// <param name="cancellationToken">The request's.</param>
    public static PushStreamHttpResult Of(string name, IReadOnlyList<string> header, IAsyncEnumerable<IReadOnlyList<string?>> rows, CancellationToken cancellationToken) => TypedResults.Stream(
        async body =>
        {
            await using var text = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
            await text.WriteAsync((string.Join(',', header) + "\r\n").AsMemory(), cancellationToken);
            await foreach (var row in rows.WithCancellation(cancellationToken))
            {
                await text.WriteAsync((string.Join(',', row.Select(CsvText.Cell)) + "\r\n").AsMemory(), cancellationToken);
            }
        },
        "text/csv; charset=utf-8",
        name);

    /// <summary>An instant as files have it.</summary>
    public static string? At(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
