using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Carillon.Compliance;

/// <summary>How strictly the law is kept: <c>Carillon:Compliance</c>.</summary>
public sealed class ComplianceOptions
{
    /// <summary>Nothing starts so many minutes before the end of a legal window, 0–240.</summary>
    [Range(0, 240)]
    public int CloseMarginMinutes { get; init; } = 5;
}

/// <summary>Checks <see cref="ComplianceOptions"/>.</summary>
[OptionsValidator]
internal sealed partial class ComplianceOptionsCheck : IValidateOptions<ComplianceOptions>;
