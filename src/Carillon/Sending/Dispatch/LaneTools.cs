using Carillon.Compliance.QuietHours;
using Carillon.Sending.Pacing;
using Carillon.Sending.Reconciliation;
using Carillon.Storage;

namespace Carillon.Sending.Dispatch;

/// <summary>What every lane of a node shares.</summary>
public sealed record LaneTools(
    Database Database,
    EngineView View,
    AttemptGate Gate,
    ProviderCaller Caller,
    AccountWires Wires,
    LaneRecovery Recovery,
    Reconciler Reconciler,
    LegalHours Hours,
    PacePermits Permits,
    CarrierCaps Carriers,
    RunWaits Waits,
    AlertBook Alerts,
    SendingOptions Options,
    TimeProvider Time)
{
    /// <summary>This node, for people.</summary>
    public string Node { get; } = $"{Environment.MachineName}:{Environment.ProcessId}";
}
