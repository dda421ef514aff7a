using System.Linq.Expressions;
using Carillon.Storage.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Carillon.Storage;

/// <summary>The context on SQLite: instants are microseconds since 1970, ids are 16 bytes, writers take turns.</summary>
public sealed class SqliteDb : CarillonDb
{
    /// <summary>Fewer rows are read sooner than readers are got ready.</summary>
    private const long WorthParting = 20_000;

    private const int MostParts = 4;
    private readonly DbContextOptions<SqliteDb> _options;
    private readonly WriteTurns? _turns;

    /// <summary>What a question over everybody asks of other sets, while it is asked.</summary>
    private HeldSets? _held;

    /// <summary>A context over a file; without turns only for making migrations.</summary>
    public SqliteDb(DbContextOptions<SqliteDb> options, WorkspaceScope scope, WriteTurns? turns)
        : base(options, scope)
    {
        (_options, _turns) = (options, turns);
        Database.AutoTransactionBehavior = AutoTransactionBehavior.Always;
    }

    /// <inheritdoc/>
    public override async Task<WriteTransaction> BeginWriteAsync(CancellationToken cancellationToken)
    {
        var turn = _turns is null ? null : await _turns.TakeAsync(cancellationToken);
        try
        {
            return new WriteTransaction(await Database.BeginTransactionAsync(cancellationToken), turn);
        }
        catch
        {
            turn?.Dispose();
            throw;
        }
    }

    /// <summary>A look at some rows of each index, not at all of them.</summary>
    internal override async Task LearnOfPeopleAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await BeginWriteAsync(cancellationToken);
        await Database.ExecuteSqlAsync($"PRAGMA analysis_limit = 2000; ANALYZE contact; ANALYZE list_member; ANALYZE consent_state", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>One reader is one thread: several read a part of the table each, where it is one workspace's and so all of it is read anyway.</summary>
    internal override async Task<IReadOnlyList<T>> AskOfAllAsync<TRow, T>(Func<CarillonDb, IQueryable<TRow>, Task<T>> ask, CancellationToken cancellationToken)
    {
        var table = Table<TRow>();
        var (place, rows) = ($"SELECT coalesce(max(rowid), 0) AS Value FROM {table}", $"SELECT * FROM {table} NOT INDEXED WHERE rowid > {{0}} AND rowid <= {{1}}");
        var last = Database.CurrentTransaction is not null || await Database.SqlQuery<long>($"SELECT count(*) AS Value FROM workspace").SingleAsync(cancellationToken) > 1
            ? 0
            : await Database.SqlQueryRaw<long>(place).SingleAsync(cancellationToken);
        if (last < WorthParting)
        {
            return [await ask(this, Set<TRow>().AsNoTracking().Where(row => row.WorkspaceId == Workspace))];
        }

        var parts = Math.Clamp(Environment.ProcessorCount, 1, MostParts);
        await using var held = new HeldSets(Database.GetConnectionString()!); // an opened file has one
        return await Task.WhenAll(Enumerable.Range(0, parts).Select(part => Task.Run(() => AskPartAsync(ask, held, rows, last * part / parts, last * (part + 1) / parts), cancellationToken)));
    }

    /// <summary>A set is looked through once and remembered, which is sooner than asking it for each row; where few rows are left, it is asked. Remembering costs less while everybody is asked about.</summary>
    internal override Expression IsIn<T>(IQueryable<T> set, Expression value, Left left) =>
        left is Left.Few || (left is Left.Many && _held is null) ? Exists(set, value)
        : _held?.Condition(set, value) ?? Expression.Call(typeof(Queryable), nameof(Queryable.Contains), [typeof(T)], set.Expression, value);

    /// <inheritdoc/>
    internal override IQueryable<T> Most<T>()
    {
        var rows = $"SELECT * FROM {Table<T>()} NOT INDEXED";
        return _held is null ? Set<T>() : Set<T>().FromSqlRaw(rows);
    }

    /// <summary>As one set: each look into a set costs as much as reading the row does.</summary>
    internal override Expression IsInAny<T>(IReadOnlyList<IQueryable<T>> sets, Expression value, bool isOfFew) => IsIn(sets.Aggregate(Queryable.Concat), value, isOfFew ? Left.Few : Left.All);

    /// <inheritdoc/>
    internal override Expression IsInNone<T>(IReadOnlyList<IQueryable<T>> sets, Expression value, bool isOfFew) => Expression.Not(IsInAny(sets, value, isOfFew));

    /// <summary>The index names rows and the table is asked for them: the other way round everybody would be read.</summary>
    internal override IQueryable<T> WithWords<T>(DbSet<T> contacts, string match) =>
        contacts.FromSql($"SELECT c.* FROM contact_search s CROSS JOIN contact c ON c.rowid = s.rowid WHERE s.words MATCH {match}");

    /// <inheritdoc/>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        using var turn = Database.CurrentTransaction is null && _turns is not null ? await _turns.TakeAsync(cancellationToken) : null;
        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <inheritdoc/>
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        using var turn = Database.CurrentTransaction is null ? _turns?.Take() : null;
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    private string? Table<T>() => Model.FindEntityType(typeof(T))?.GetTableName();

    private async Task<T> AskPartAsync<TRow, T>(Func<CarillonDb, IQueryable<TRow>, Task<T>> ask, HeldSets held, string rows, long after, long upTo)
        where TRow : class, IWorkspaceOwned
    {
        await using var reader = new SqliteDb(_options, Scope, _turns) { _held = held };
        return await ask(reader, reader.Set<TRow>().FromSqlRaw(rows, after, upTo).AsNoTracking());
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        SqlTextMapping.MapForSqlite(modelBuilder);
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()).Where(property => property.GetComputedColumnSql() is not null))
        {
            property.SetIsStored(false); // worked out when asked for: a stored one cannot be added to a table that is there
        }
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        Conversions.Shared(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantAsMicroseconds>();
        configurationBuilder.Properties<Guid>().HaveConversion<GuidAsBytes>();
        foreach (var id in Conversions.IdTypes)
        {
            configurationBuilder.Properties(id).HaveConversion(typeof(IdAsBytes<>).MakeGenericType(id));
        }
    }

    private sealed class InstantAsMicroseconds() : ValueConverter<DateTimeOffset, long>(at => Instants.ToMicroseconds(at), value => Instants.FromMicroseconds(value));

    private sealed class GuidAsBytes() : ValueConverter<Guid, byte[]>(value => value.ToByteArray(true), bytes => Conversions.GuidOf(bytes));
}
