namespace Carillon.Cluster;

/// <summary>A kind of long work that calls activations: those of logins it shares a pace with.</summary>
public interface IGrainJobKind : IJobKind
{
    /// <summary>As <see cref="IJobKind.RunAsync"/>, with the activations.</summary>
    Task RunAsync(string subject, IGrainFactory grains, CancellationToken cancellationToken);
}
