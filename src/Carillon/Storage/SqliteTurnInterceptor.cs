using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Carillon.Storage;

/// <summary>Set-based updates and deletes outside a transaction take their write turn here.</summary>
internal sealed class SqliteTurnInterceptor(WriteTurns turns) : DbCommandInterceptor
{
    private readonly ConditionalWeakTable<DbCommand, IDisposable> _held = [];

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (command.Transaction is null)
        {
            _held.Add(command, await turns.TakeAsync(cancellationToken));
        }

        return result;
    }

    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        PassOn(command);
        return ValueTask.FromResult(result);
    }

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        PassOn(command);
        return Task.CompletedTask;
    }

    public override Task CommandCanceledAsync(DbCommand command, CommandEndEventData eventData, CancellationToken cancellationToken = default)
    {
        PassOn(command);
        return Task.CompletedTask;
    }

    private void PassOn(DbCommand command)
    {
        if (_held.TryGetValue(command, out var turn))
        {
            _held.Remove(command);
            turn.Dispose();
        }
    }
}
