using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Carillon.Sending;

/// <summary>How the engine works: <c>Carillon:Sending</c>.</summary>
public sealed class SendingOptions
{
    /// <summary>Seconds that an unknown attempt rests before the provider is asked, 1–86400; longer than late acceptance plus the lag of the provider's list.</summary>
    [Range(1, 86_400)]
    public int ReconcileAfterSeconds { get; init; } = 120;

    /// <summary>Seconds after which a message without a final receipt is asked about at the provider, 10–604800.</summary>
    [Range(10, 604_800)]
    public int PollAfterSeconds { get; init; } = 600;

    /// <summary>Requests at once of a lane whose account sets no concurrency, 1–1024.</summary>
    [Range(1, 1024)]
    public int Concurrency { get; init; } = 512;

    /// <summary>Messages whose attempts share one commit, 1–2000.</summary>
    [Range(1, 2000)]
    public int BatchSize { get; init; } = 256;
}

/// <summary>Checks <see cref="SendingOptions"/>.</summary>
[OptionsValidator]
internal sealed partial class SendingOptionsCheck : IValidateOptions<SendingOptions>;
