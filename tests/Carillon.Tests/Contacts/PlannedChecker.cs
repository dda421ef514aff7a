using Carillon.Contacts.Numbers;
using Carillon.Primitives;
using Carillon.Storage;

namespace Carillon.Tests.Contacts;

/// <summary>Answers questions about numbers as a test plans it, where the wire is not what is tested.</summary>
public sealed class PlannedChecker : INumberChecker
{
    public Func<PhoneNumber, NumberAnswer> Answer { get; set; } = _ => new NumberAnswer.Untold("Nobody is asked here.", false, true, null);

    public Task<bool> HasLoginAsync(CarillonDb db, NumberCheckKind kind, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task<Money?> PriceAsync(CarillonDb db, NumberCheckKind kind, CancellationToken cancellationToken) => Task.FromResult<Money?>(null);

    public Task<NumberAnswer> AskAsync(WorkspaceId workspace, NumberCheckKind kind, PhoneNumber phone, CancellationToken cancellationToken) => Task.FromResult(Answer(phone));

    public Task AlertAsync(WorkspaceId workspace, NumberCheckKind kind, string why, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task CalmAsync(WorkspaceId workspace, NumberCheckKind kind, CancellationToken cancellationToken) => Task.CompletedTask;
}
