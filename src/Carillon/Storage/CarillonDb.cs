using System.Linq.Expressions;
using Carillon.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Carillon.Storage;

/// <summary>
/// The unit of work over every room's tables. Its scope is the first wall between workspaces: what belongs to another
/// workspace is not found, updated or deleted through it. Rooms add their tables as extension properties.
/// </summary>
public abstract class CarillonDb : DbContext
{
    private protected CarillonDb(DbContextOptions options, WorkspaceScope scope)
        : base(options) => Scope = scope;

    /// <summary>Whose rows this context sees.</summary>
    public WorkspaceScope Scope { get; }

    /// <summary>The one workspace of the scope; fails where the scope is every workspace.</summary>
    public WorkspaceId Workspace => Scope.Workspace ?? throw new InvalidOperationException("This context is not bound to one workspace.");

    private bool SeesAll => Scope.SeesAll;

    private WorkspaceId ScopeWorkspace => Scope.Workspace ?? default;

    /// <summary>
    /// The rows of the scope's workspace, said so that an index that begins with the workspace is found: the wall itself is a question of two parts, which SQLite
    /// answers by looking at every row. All rows where the scope is every workspace.
    /// </summary>
    /// <typeparam name="T">What the table holds.</typeparam>
    public IQueryable<T> OfScope<T>()
        where T : class, IWorkspaceOwned =>
        Scope.Workspace is { } workspace ? Set<T>().Where(row => row.WorkspaceId == workspace) : Set<T>();

    /// <summary>Opens a write transaction that the reader sees; left undone unless committed.</summary>
    public abstract Task<WriteTransaction> BeginWriteAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Asks about everybody of a workspace, while somebody waits: the table in as many parts as are worth reading at once, each by a context that lives as long
    /// as the question, and with what the engine does best where a whole table is read.
    /// </summary>
    /// <param name="ask">The question about a part.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>An answer a part.</returns>
    /// <typeparam name="TRow">What the table holds.</typeparam>
    /// <typeparam name="T">The answer.</typeparam>
    internal abstract Task<IReadOnlyList<T>> AskOfAllAsync<TRow, T>(Func<CarillonDb, IQueryable<TRow>, Task<T>> ask, CancellationToken cancellationToken)
        where TRow : class, IWorkspaceOwned;

    /// <summary>Lets the engine look anew at how many people, members and consents there are and how they lie; it plans by that.</summary>
    internal abstract Task LearnOfPeopleAsync(CancellationToken cancellationToken);

    /// <summary>The condition that a value stands in a set, in the form that the engine answers best for many rows.</summary>
    /// <param name="set">The set.</param>
    /// <param name="value">The value.</param>
    /// <param name="left">Of how many it is asked, where other conditions come before it.</param>
    internal abstract Expression IsIn<T>(IQueryable<T> set, Expression value, Left left);

    /// <summary>A table of which a set is made that has a large share of it: where sets are read whole, the table is gone through as it lies.</summary>
    internal virtual IQueryable<T> Most<T>()
        where T : class => Set<T>();

    /// <summary>The condition that a value stands in at least one of some sets.</summary>
    internal abstract Expression IsInAny<T>(IReadOnlyList<IQueryable<T>> sets, Expression value, bool isOfFew);

    /// <summary>The condition that a value, which may be unknown, stands in none of some sets.</summary>
    internal abstract Expression IsInNone<T>(IReadOnlyList<IQueryable<T>> sets, Expression value, bool isOfFew);

    /// <summary>The question whether a set has the value.</summary>
    private protected static Expression Exists<T>(IQueryable<T> set, Expression value)
    {
        var item = Expression.Parameter(typeof(T), "item");
        return Expression.Call(typeof(Queryable), nameof(Queryable.Any), [typeof(T)], set.Expression, Expression.Quote(Expression.Lambda<Func<T, bool>>(Expression.Equal(item, value), item)));
    }

    /// <summary>
    /// The contacts among whom to look for words: where the engine has an index of parts of words beside the table, those whom it names; else all,
    /// and the condition finds its index by itself.
    /// </summary>
    /// <param name="contacts">The table.</param>
    /// <param name="match">What to look for, in the language of SQLite's index: <c>("ann" OR "415") AND ("lee")</c>.</param>
    internal virtual IQueryable<T> WithWords<T>(DbSet<T> contacts, string match)
        where T : class => contacts;

    /// <summary>The rows of a workspace that stand at some of very many numbers, by the index over both.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="numbers">The numbers: a page of them.</param>
    /// <param name="property">The row's property with the number.</param>
    /// <param name="isAmong">The same as a condition.</param>
    internal virtual IQueryable<T> WithNumbers<T>(WorkspaceId workspace, IReadOnlyList<PhoneNumber> numbers, string property, Expression<Func<T, bool>> isAmong)
        where T : class, IWorkspaceOwned => Set<T>().AsNoTracking().Where(row => row.WorkspaceId == workspace).Where(isAmong);

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(CarillonDb).Assembly);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            if (typeof(IWorkspaceOwned).IsAssignableFrom(entity.ClrType))
            {
                modelBuilder.Entity(entity.ClrType).HasQueryFilter(OwnedBy(entity.ClrType));
            }

            NameAsSql(entity);
        }
    }

    private LambdaExpression OwnedBy(Type entity)
    {
        var row = Expression.Parameter(entity, "row");
        var context = Expression.Constant(this);
        var mine = Expression.Equal(
            Expression.Property(row, nameof(IWorkspaceOwned.WorkspaceId)),
            Expression.Property(context, typeof(CarillonDb).GetProperty(nameof(ScopeWorkspace), System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!));
        var all = Expression.Property(context, typeof(CarillonDb).GetProperty(nameof(SeesAll), System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!);
        return Expression.Lambda(Expression.OrElse(all, mine), row);
    }

    /// <summary>Names in lower case with underscores, so that the same SQL runs unquoted on both engines.</summary>
    private static void NameAsSql(IMutableEntityType entity)
    {
        if (entity.FindAnnotation(RelationalAnnotationNames.TableName) is null)
        {
            entity.SetTableName(SqlNames.Of(entity.ClrType.Name));
        }

        foreach (var property in entity.GetProperties().Where(property => property.FindAnnotation(RelationalAnnotationNames.ColumnName) is null))
        {
            property.SetColumnName(SqlNames.Of(property.Name));
        }

        foreach (var key in entity.GetKeys())
        {
            key.SetName($"pk_{entity.GetTableName()}{(key.IsPrimaryKey() ? "" : "_" + string.Join('_', key.Properties.Select(p => SqlNames.Of(p.Name))))}");
        }

        foreach (var index in entity.GetIndexes())
        {
            if (index.Name is null && index.FindAnnotation(RelationalAnnotationNames.Name) is null)
            {
                index.SetDatabaseName($"ix_{entity.GetTableName()}_{string.Join('_', index.Properties.Select(p => SqlNames.Of(p.Name)))}");
            }
        }

        foreach (var foreign in entity.GetForeignKeys())
        {
            foreign.SetConstraintName($"fk_{entity.GetTableName()}_{string.Join('_', foreign.Properties.Select(p => SqlNames.Of(p.Name)))}");
        }
    }
}
