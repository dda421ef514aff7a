using Microsoft.EntityFrameworkCore;

namespace Carillon.Storage;

/// <summary>The context on PostgreSQL: instants are <c>timestamptz</c>, ids are <c>uuid</c>.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options, WorkspaceScope scope) : CarillonDb(options, scope)
{
    /// <inheritdoc/>
    public override async Task<WriteTransaction> BeginWriteAsync(CancellationToken cancellationToken) =>
        new(await Database.BeginTransactionAsync(cancellationToken), null);

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        Conversions.Shared(configurationBuilder);
        foreach (var id in Conversions.IdTypes)
        {
            configurationBuilder.Properties(id).HaveConversion(typeof(IdAsGuid<>).MakeGenericType(id));
        }
    }
}
