using Carillon.Channels;
using Carillon.Compliance.Consent;
using Carillon.Compliance.OptOuts;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.Extensions.Logging;

namespace Carillon.Sending.Accounts;

/// <summary>
/// An opt-out that only the provider knew becomes ours, and so does what it says of the number itself, before its refusal is recorded: whoever
/// dies in between finds the message in doubt, asks, finds nothing, and is held back by the gate.
/// </summary>
public sealed partial class CarrierOptOuts(Database database, OptOutList optOuts, NumberVerdicts verdicts, TimeProvider time, ILogger<CarrierOptOuts> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Suppresses the number if that is what the failure says; tried until the database takes it or the process stops.</summary>
    public async Task TakeAsync(WorkspaceId workspace, PhoneNumber phone, MessageId message, Provider provider, Refusal? failure, CancellationToken stopping)
    {
        while (failure is not null && IsIn(failure) && !stopping.IsCancellationRequested)
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

    private static bool IsIn(Refusal failure) => failure.Reason is FailureReason.OptedOut || NumberVerdicts.IsIn(failure);

    private async Task StoreAsync(WorkspaceId workspace, PhoneNumber phone, MessageId message, Provider provider, Refusal failure, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (failure.Reason is not FailureReason.OptedOut)
        {
            await verdicts.TakeAsync(db, workspace, phone, failure, time.GetUtcNow().Stored(), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return;
        }

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

    [LoggerMessage(Level = LogLevel.Error, Message = "What a provider told of the number of message {Message} could not be stored yet; trying again.")]
    private static partial void NotStored(ILogger logger, MessageId message, Exception trouble);
}
