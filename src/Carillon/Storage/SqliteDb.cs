using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Carillon.Storage;

/// <summary>The context on SQLite: instants are microseconds since 1970, ids are 16 bytes, writers take turns.</summary>
public sealed class SqliteDb : CarillonDb
{
    private readonly WriteTurns? _turns;

    /// <summary>A context over a file; without turns only for making migrations.</summary>
    public SqliteDb(DbContextOptions<SqliteDb> options, WorkspaceScope scope, WriteTurns? turns)
        : base(options, scope)
    {
        _turns = turns;
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

    /// <summary>A set is looked through once and remembered; asking it again for each row would be ten times slower.</summary>
    internal override Expression IsIn<T>(IQueryable<T> set, Expression value) =>
        Expression.Call(typeof(Queryable), nameof(Queryable.Contains), [typeof(T)], set.Expression, value);

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

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        SqlTextMapping.MapForSqlite(modelBuilder);
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
