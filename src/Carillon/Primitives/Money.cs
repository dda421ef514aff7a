using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Carillon.Primitives;

/// <summary>An amount with its currency.</summary>
public readonly record struct Money
{
    private Money(decimal amount, string currency) => (Amount, Currency) = (amount, currency);

    /// <summary>The amount, in units of the currency (dollars, not cents).</summary>
    public decimal Amount { get; }

    /// <summary>ISO 4217, three capitals.</summary>
    public string Currency { get; }

    /// <summary>An amount of a currency that is known to be well formed.</summary>
    public static Money Of(decimal amount, string currency) => new(amount, currency);

    /// <summary>Reads a decimal text and a currency of three letters.</summary>
    public static bool TryParse([NotNullWhen(true)] string? amount, [NotNullWhen(true)] string? currency, out Money money)
    {
        money = default;
        if (currency is not { Length: 3 } || currency.AsSpan().ContainsAnyExceptInRange('A', 'Z')
            || !decimal.TryParse(amount, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        money = new Money(value, currency);
        return true;
    }

    /// <summary>The amount as it is sent: at least two decimals, no thousands marks.</summary>
    public string AmountText => Amount.ToString("0.00######", CultureInfo.InvariantCulture);

    /// <summary>Amount and currency, "12.34 USD".</summary>
    public override string ToString() => $"{AmountText} {Currency}";
}
