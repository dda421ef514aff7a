using Carillon.Channels;
using Carillon.Compliance.Consent;
using Carillon.Compliance.OptOuts;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.Extensions.Logging;

namespace Carillon.Sending.Accounts;

/// <summary>
/// An opt-out that only the provider knew becomes ours, before its refusal is recorded: whoever dies in between finds the message
/// in doubt, asks, finds nothing, and is held back by the gate.
/// </summary>
public sealed partial class CarrierOptOuts(Database database, OptOutList optOuts, TimeProvider time, ILogger<CarrierOptOuts> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Suppresses the number if that is what the failure says; tried until the database takes it or the process stops.</summary>
    public async Task TakeAsync(WorkspaceId workspace, PhoneNumber phone, MessageId message, Provider provider, Refusal? failure, CancellationToken stopping)
    {
        while (failure is { Reason: FailureReason.OptedOut } && !stopping.IsCancellationRequested)
        {
            try
            {
                await StoreAsync(workspace, phone, message, provider, failure, stopping);
                return;
            }
            catch (Exception trouble) when (!stopping.IsCancellationRequested)
            {
                NotStored(log, message, trouble);
                await Task.Delay(Patience, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task StoreAsync(WorkspaceId workspace, PhoneNumber phone, MessageId message, Provider provider, Refusal failure, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        await optOuts.OptOutAsync(
            db,
            new Wish
            {
                Workspace = workspace,
                Phone = phone,
                At = time.GetUtcNow().Stored(),
                Method = ConsentMethod.Carrier,
                Text = failure.Code,
                MessageId = message,
                Actor = provider.ApiName(),
            },
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The opt-out that a provider told of message {Message} could not be stored yet; trying again.")]
    private static partial void NotStored(ILogger logger, MessageId message, Exception trouble);
}
