using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Carillon.Channels;

/// <summary>How we speak to providers, whichever they are: <c>Carillon:Channels</c>.</summary>
public sealed class ChannelsOptions
{
    /// <summary>Seconds that one call may take from its start to the last byte of its answer, 1–120.</summary>
    [Range(1, 120)]
    public int CallDeadlineSeconds { get; init; } = 10;

    /// <summary>Connections kept to one provider at most, 1–1024; as many calls can be on the wire at once.</summary>
    [Range(1, 1024)]
    public int MaxConnections { get; init; } = 1024;

    /// <summary>Seconds after which a connection is replaced, so that a change of the provider's addresses is noticed, 10–3600.</summary>
    [Range(10, 3600)]
    public int ConnectionLifetimeSeconds { get; init; } = 300;
}

/// <summary>Checks <see cref="ChannelsOptions"/>.</summary>
[OptionsValidator]
internal sealed partial class ChannelsOptionsCheck : IValidateOptions<ChannelsOptions>;
