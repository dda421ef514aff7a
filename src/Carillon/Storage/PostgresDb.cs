using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Storage;

/// <summary>The context on PostgreSQL: instants are <c>timestamptz</c>, ids are <c>uuid</c>.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options, WorkspaceScope scope) : CarillonDb(options, scope)
{
    /// <inheritdoc/>
    public override async Task<WriteTransaction> BeginWriteAsync(CancellationToken cancellationToken) =>
        new(await Database.BeginTransactionAsync(cancellationToken), null);

    /// <summary>As a question whether there is one: the planner makes a join of it or looks each row up, whichever is cheaper, in any place of a condition.</summary>
    internal override Expression IsIn<T>(IQueryable<T> set, Expression value)
    {
        var item = Expression.Parameter(typeof(T), "item");
        return Expression.Call(typeof(Queryable), nameof(Queryable.Any), [typeof(T)], set.Expression, Expression.Quote(Expression.Lambda<Func<T, bool>>(Expression.Equal(item, value), item)));
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        SqlTextMapping.MapForPostgres(modelBuilder);
    }

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
