using Carillon.Contacts.Imports.Reading;

namespace Carillon.Contacts.Imports;

/// <summary>The rows of a file in batches, each read while the one before is being written. Reading goes ahead by one batch.</summary>
internal sealed class RowBatches : IAsyncDisposable
{
    private static readonly ParallelOptions TwoCores = new() { MaxDegreeOfParallelism = 2 };

    private readonly Stream _file;
    private readonly DelimitedReader _reader;
    private readonly PersonReader _people;
    private readonly ImportOptions _options;
    private readonly int _size;
    private readonly bool _isSheet;
    private readonly bool _isLeftOpen;
    private readonly TimeProvider _time;
    private readonly List<RawRow> _raw = [];
    private Task<ImportBatch> _ahead;

    private RowBatches(Stream file, DelimitedReader reader, FileLayout layout, ImportOptions options, int size, TimeProvider time, bool isLeftOpen)
    {
        (_file, _reader, _options, _size, _time, _isSheet, _isLeftOpen) = (file, reader, options, size, time, layout.IsSheet, isLeftOpen);
        _people = new PersonReader(layout, options.DefaultRegion);
        _ahead = Task.Run(ReadBatch);
    }

    /// <summary>Why the file could not be read to its end; known once the last batch was given.</summary>
    public FileFault? Fault => _reader.Fault;

    /// <summary>Opens a file after the rows that are settled already.</summary>
    public static async Task<RowBatches> OpenAsync(
        Stream file, FileLayout layout, ImportOptions options, long settledRows, int size, TimeProvider time, bool isLeftOpen, CancellationToken cancellationToken)
    {
        var reader = await Task.Run(
            () =>
            {
                var rows = layout.OpenRows(file);
                for (var row = 0L; row < settledRows && rows.Read(); row++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                return rows;
            },
            cancellationToken);
        return new RowBatches(file, reader, layout, options, size, time, isLeftOpen);
    }

    /// <summary>The next batch; an empty one at the end.</summary>
    public async Task<ImportBatch> NextAsync()
    {
        var batch = await _ahead;
        if (batch.RowCount > 0)
        {
            _ahead = Task.Run(ReadBatch);
        }

        return batch;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // The reader ahead works on the file until its batch is done.
        await _ahead.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        if (!_isLeftOpen)
        {
            await _file.DisposeAsync();
        }
    }

    private ImportBatch ReadBatch()
    {
        _raw.Clear();
        while (_raw.Count < _size && _reader.Read())
        {
            _raw.Add(RawRow.From(_reader, _isSheet));
        }

        var rows = new ReadRow[_raw.Count];
        Parallel.For(0, rows.Length, TwoCores, i => rows[i] = _people.Read(_raw[i]));
        return new ImportBatch(rows, _options, _time);
    }
}
