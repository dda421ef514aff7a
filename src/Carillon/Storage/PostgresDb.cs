using System.Linq.Expressions;
using Carillon.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Storage;

/// <summary>The context on PostgreSQL: instants are <c>timestamptz</c>, ids are <c>uuid</c>.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options, WorkspaceScope scope) : CarillonDb(options, scope)
{
    /// <inheritdoc/>
    public override async Task<WriteTransaction> BeginWriteAsync(CancellationToken cancellationToken) =>
        new(await Database.BeginTransactionAsync(cancellationToken), null);

    /// <summary>
    /// Not compiled to machine code first, which takes longer than reading a million people does; and other sets are joined whole, in memory: how many a filter
    /// leaves is a guess, and a look-up for each of them costs more than one reading of the set.
    /// </summary>
    internal override async Task<IReadOnlyList<T>> AskOfAllAsync<TRow, T>(Func<CarillonDb, IQueryable<TRow>, Task<T>> ask, CancellationToken cancellationToken)
    {
        var rows = Set<TRow>().AsNoTracking().Where(row => row.WorkspaceId == Workspace);
        if (Database.CurrentTransaction is not null)
        {
            return [await ask(this, rows)];
        }

        await using var transaction = await Database.BeginTransactionAsync(cancellationToken);
        await Database.ExecuteSqlAsync($"SET LOCAL jit = off; SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '32MB'", cancellationToken);
        var answer = await ask(this, rows);
        await transaction.CommitAsync(cancellationToken);
        return [answer];
    }

    /// <inheritdoc/>
    internal override Task LearnOfPeopleAsync(CancellationToken cancellationToken) => Database.ExecuteSqlAsync($"ANALYZE contact, list_member, consent_state", cancellationToken);

    /// <summary>As a question whether there is one: the planner makes a join of it or looks each row up, whichever is cheaper, in any place of a condition.</summary>
    internal override Expression IsIn<T>(IQueryable<T> set, Expression value, Left left) => Exists(set, value);

    /// <inheritdoc/>
    internal override Expression IsInAny<T>(IReadOnlyList<IQueryable<T>> sets, Expression value, bool isOfFew) => sets.Select(set => (Expression)Exists(set, value)).Aggregate(Expression.OrElse);

    /// <summary>Said of each by itself: the planner joins each.</summary>
    internal override Expression IsInNone<T>(IReadOnlyList<IQueryable<T>> sets, Expression value, bool isOfFew) => sets.Select(set => (Expression)Expression.Not(Exists(set, value))).Aggregate(Expression.AndAlso);

    /// <summary>
    /// Number by number. A list that is a parameter would be compared with each row of the workspace, and where a table was just filled and has no
    /// statistics yet a plain join is planned so, too: <c>OFFSET 0</c> keeps the planner from turning it round.
    /// </summary>
    internal override IQueryable<T> WithNumbers<T>(WorkspaceId workspace, IReadOnlyList<PhoneNumber> numbers, string property, Expression<Func<T, bool>> isAmong)
    {
        var entity = Model.FindEntityType(typeof(T))!; // asked for tables only
        var (table, column) = (entity.GetTableName(), entity.FindProperty(property)!.GetColumnName());
        var join = $"SELECT f.* FROM unnest({{0}}) AS u(number) CROSS JOIN LATERAL (SELECT * FROM {table} m WHERE m.workspace_id = {{1}} AND m.{column} = u.number OFFSET 0) f";
        return Set<T>().FromSqlRaw(join, numbers.Select(number => number.E164).Distinct().ToArray(), workspace.Value).AsNoTracking();
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        SqlTextMapping.MapForPostgres(modelBuilder);
        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(entity => entity.GetProperties().Any(property => property.GetComputedColumnSql() is not null)))
        {
            // A row that changes often finds room on its page, and then none of its indexes is written.
            entity.SetStorageParameter("fillfactor", 50);
        }
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
