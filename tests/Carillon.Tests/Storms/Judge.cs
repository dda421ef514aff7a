using Carillon.Tests.Fakes;

namespace Carillon.Tests.Storms;

/// <summary>Holds the carrier's log against what the product says of a campaign, when all has settled.</summary>
/// <param name="People">How many the campaign was for.</param>
/// <param name="Lost">Those who should have got it and whom the carrier never took.</param>
/// <param name="Twice">Those for whom the carrier took it more than once.</param>
/// <param name="Ghosts">Those for whom the carrier took it while the product says otherwise, or knows it by another id.</param>
public sealed record Verdict(int People, IReadOnlyList<string> Lost, IReadOnlyList<string> Twice, IReadOnlyList<string> Ghosts)
{
    /// <summary>Whether nobody was lost, texted twice, or forgotten.</summary>
    public bool IsClean => Lost.Count + Twice.Count + Ghosts.Count == 0;

    /// <inheritdoc/>
    public override string ToString() => IsClean
        ? $"lost 0, twice 0, ghost 0 of {People}"
        : $"lost {Lost.Count}, twice {Twice.Count}, ghost {Ghosts.Count} of {People}: {string.Join(' ', Lost.Take(5))} | {string.Join(' ', Twice.Take(5))} | {string.Join(' ', Ghosts.Take(5))}";
}

/// <summary>One person of a campaign as its proof has it.</summary>
public sealed record ProofRow(string Phone, string Status, string Reason, string ProviderMessageId)
{
    /// <summary>Whether the product says that the provider has it.</summary>
    public bool IsAccepted => Status is "accepted" or "sent" or "delivered" or "undelivered" || (Status == "failed" && ProviderMessageId.Length > 0);
}

/// <summary>Reads proofs and judges.</summary>
public static class Judge
{
    /// <summary>The proof of a campaign, row by row.</summary>
    public static async Task<IReadOnlyList<ProofRow>> ProofAsync(HttpClient client, string campaign)
    {
        var text = await client.GetStringAsync(new Uri($"/api/v1/campaigns/{campaign}/proof.csv", UriKind.Relative), TestContext.Current.CancellationToken);
        return [.. text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')).Select(cells => new ProofRow(Cell(cells[1]), cells[3], Cell(cells[4]), Cell(cells[7])))];
    }

    /// <summary>Judges a campaign.</summary>
    /// <param name="history">The carrier's log.</param>
    /// <param name="rows">What the product says.</param>
    /// <param name="isOf">Which words are the campaign's.</param>
    public static Verdict Of(CarrierHistory history, IReadOnlyList<ProofRow> rows, Func<string, bool>? isOf = null)
    {
        var took = history.Took.Where(line => isOf?.Invoke(line.Body) ?? true).ToLookup(line => line.To);
        var refused = history.Refused.Where(line => isOf?.Invoke(line.Body) ?? true).Select(line => line.To).ToHashSet();
        bool IsExcused(ProofRow row) => row.Status is "skipped" or "cancelled" || (row.Status == "failed" && !row.IsAccepted && refused.Contains(row.Phone));
        return new Verdict(
            rows.Count,
            [.. rows.Where(row => !IsExcused(row) && !took.Contains(row.Phone)).Select(row => $"{row.Phone}={row.Status}/{row.Reason}")],
            [.. took.Where(group => group.Count() > 1).Select(group => $"{group.Key}={string.Join('+', group.Select(line => line.Number))}")],
            [.. rows.Where(row => took.Contains(row.Phone) && !(row.IsAccepted && took[row.Phone].Any(line => line.Detail == row.ProviderMessageId))).Select(row => $"{row.Phone}={row.Status}/{row.ProviderMessageId}"),
             .. took.Select(group => group.Key).Except(rows.Select(row => row.Phone)).Select(phone => $"{phone}=nobody")]);
    }

    private static string Cell(string cell) => cell.Trim('"').TrimStart('\'');
}
