using System.Threading.Channels;

namespace Carillon.Storage.Dialects;

/// <summary>
/// The writer queue: pieces of work arrive from everywhere, one loop takes what has gathered, runs each piece inside a
/// savepoint of one transaction and answers all of them after its single commit. A piece that fails undoes only itself.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int MostPieces = 256;
    private readonly Channel<Piece> _pieces = Channel.CreateBounded<Piece>(new BoundedChannelOptions(4096) { SingleReader = true });
    private readonly string _connectionString;
    private readonly WriteTurns _turns;
    private readonly Lock _starting = new();
    private Task? _loop;
    private SqliteStatements? _statements;

    public SqliteWriter(string connectionString, WriteTurns turns) => (_connectionString, _turns) = (connectionString, turns);

    /// <summary>Runs the work in the next group; the answer comes after the commit.</summary>
    public async Task<T> RunAsync<T>(Func<SqliteStatements, T> work, CancellationToken cancellationToken)
    {
        EnsureStarted();
        var piece = new Piece<T>(work);
        await _pieces.Writer.WriteAsync(piece, cancellationToken);
        return await piece.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _pieces.Writer.TryComplete();
        if (_loop is not null)
        {
            await _loop;
        }

        _statements?.Dispose();
    }

    private void EnsureStarted()
    {
        if (_loop is null)
        {
            lock (_starting)
            {
                _loop ??= Task.Run(RunAsync);
            }
        }
    }

    private async Task RunAsync()
    {
        var group = new List<Piece>(MostPieces);
        while (await _pieces.Reader.WaitToReadAsync(CancellationToken.None))
        {
            using var turn = await _turns.TakeAsync(CancellationToken.None);
            while (group.Count < MostPieces && _pieces.Reader.TryRead(out var piece))
            {
                group.Add(piece);
            }

            Commit(group);
            group.Clear();
        }
    }

    private void Commit(List<Piece> group)
    {
        try
        {
            _statements ??= Open();
            _statements.Run("BEGIN IMMEDIATE");
            foreach (var piece in group)
            {
                piece.Run(_statements, isAlone: group.Count == 1);
            }

            _statements.Run("COMMIT");
        }
        catch (Exception broken)
        {
            // Nothing of the group is stored; every caller hears why. The connection is made anew next time.
            foreach (var piece in group)
            {
                piece.Fail(broken);
            }

            _statements?.Dispose();
            _statements = null;
            return;
        }

        foreach (var piece in group)
        {
            piece.Answer();
        }
    }

    /// <summary>The one connection whose pages stay good, because nobody else writes on the sending path: it may keep many.</summary>
    private SqliteStatements Open()
    {
        var statements = SqliteStatements.Open(_connectionString);
        statements.Run("PRAGMA cache_size=-32000");
        return statements;
    }

    private abstract class Piece
    {
        public abstract void Run(SqliteStatements statements, bool isAlone);

        public abstract void Answer();

        public abstract void Fail(Exception broken);
    }

    private sealed class Piece<T>(Func<SqliteStatements, T> work) : Piece
    {
        private Exception? _failure;
        private T _result = default!; // set by Run before Answer reads it

        public TaskCompletionSource<T> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void Run(SqliteStatements statements, bool isAlone)
        {
            if (isAlone)
            {
                _result = work(statements);
                return;
            }

            statements.Run("SAVEPOINT piece");
            try
            {
                _result = work(statements);
            }
            catch (Exception failure)
            {
                // Told to the caller in Answer; the others of the group go on.
                _failure = failure;
                statements.Run("ROLLBACK TO piece");
            }

            statements.Run("RELEASE piece");
        }

        public override void Answer()
        {
            if (_failure is not null)
            {
                Done.TrySetException(_failure);
            }
            else
            {
                Done.TrySetResult(_result);
            }
        }

        public override void Fail(Exception broken) => Done.TrySetException(broken);
    }
}
