using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace Carillon.Tests.Storms;

/// <summary>
/// The line between a server and its PostgreSQL, which a test cuts. It reads the protocol as it passes, so that it can be cut right before
/// a commit reaches the database, or right before the word that it is done comes back.
/// </summary>
public sealed class PostgresLine : IAsyncDisposable
{
    private const int SslRequest = 80877103;
    private const int GssRequest = 80877104;
    private static readonly string[] LeaveNothing = ["SELECT", "SHOW", "SET", "LISTEN", "UNLISTEN", "DISCARD", "BEGIN", "ROLLBACK", "DEALLOCATE", "CLOSE"];
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, byte> _ends = new();
    private readonly IPEndPoint _database;
    private readonly Func<bool> _call;
    private readonly Task _accepting;
    private volatile bool _isCut;

    private PostgresLine(string connectionString, Func<bool> call)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        (_database, _call) = (new IPEndPoint(IPAddress.Parse(builder.Host!), builder.Port), call); // tests name an address
        _listener.Start();
        builder.Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        ConnectionString = builder.ConnectionString;
        _accepting = AcceptAsync();
    }

    /// <summary>How the database is reached over it.</summary>
    public string ConnectionString { get; }

    /// <summary>A line to a database.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="call">Asked before something that leaves a trace reaches the database, and again before the answer to it comes back; false: the line is cut there for ever.</param>
    public static PostgresLine To(string connectionString, Func<bool> call) => new(connectionString, call);

    /// <summary>Nothing passes any more.</summary>
    public void Cut()
    {
        _isCut = true;
        foreach (var end in _ends.Keys)
        {
            end.Close();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Cut();
        _listener.Stop();
        await _accepting;
        NpgsqlConnection.ClearPool(new NpgsqlConnection(ConnectionString));
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await _listener.AcceptTcpClientAsync(CancellationToken.None));
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private async Task CarryAsync(TcpClient ours)
    {
        using var theirs = new TcpClient { NoDelay = true };
        using (ours)
        {
            (ours.NoDelay, _ends[ours], _ends[theirs]) = (true, 0, 0);
            try
            {
                await theirs.ConnectAsync(_database, CancellationToken.None);
                if (!_isCut)
                {
                    var talk = new Talk();
                    await Task.WhenAny(AskAsync(ours.GetStream(), theirs.GetStream(), talk), AnswerAsync(theirs.GetStream(), ours.GetStream(), talk));
                }
            }
            catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // One of the ends is gone.
            }
            finally
            {
                _ends.TryRemove(ours, out _);
                _ends.TryRemove(theirs, out _);
            }
        }
    }

    /// <summary>What the server says to the database.</summary>
    private async Task AskAsync(NetworkStream from, NetworkStream to, Talk talk)
    {
        var head = new byte[8];
        while (true)
        {
            await from.ReadExactlyAsync(head);
            if (BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(4)) is not (SslRequest or GssRequest))
            {
                break;
            }

            await from.WriteAsync("N"u8.ToArray());
        }

        var rest = new byte[BinaryPrimitives.ReadInt32BigEndian(head) - 8];
        await from.ReadExactlyAsync(rest);
        await to.WriteAsync(head);
        await to.WriteAsync(rest);
        while (await ReadAsync(from) is var message)
        {
            if (talk.Hear(message) is { } leaves)
            {
                if (leaves && !_call())
                {
                    Cut();
                    return;
                }

                talk.Awaited.Enqueue(leaves);
            }

            await to.WriteAsync(message);
        }
    }

    /// <summary>What the database answers.</summary>
    private async Task AnswerAsync(NetworkStream from, NetworkStream to, Talk talk)
    {
        while (await ReadAsync(from) is var message)
        {
            if (message[0] == 'Z')
            {
                talk.IsInTransaction = message[5] != 'I';
                if (talk.Awaited.TryDequeue(out var left) && left && !_call())
                {
                    Cut();
                    return;
                }
            }

            await to.WriteAsync(message);
        }
    }

    private static async Task<byte[]> ReadAsync(NetworkStream from)
    {
        var head = new byte[5];
        await from.ReadExactlyAsync(head);
        var message = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1)) + 1];
        head.CopyTo(message, 0);
        await from.ReadExactlyAsync(message.AsMemory(5));
        return message;
    }

    /// <summary>What was said on one connection.</summary>
    private sealed class Talk
    {
        private readonly Dictionary<string, string> _prepared = [];
        private readonly List<string> _statements = [];
        private string _bound = "";
        private volatile bool _isInTransaction;

        public ConcurrentQueue<bool> Awaited { get; } = new();

        public bool IsInTransaction
        {
            get => _isInTransaction;
            set => _isInTransaction = value;
        }

        /// <summary>Takes a message in; where it ends what was said: whether that leaves a trace in the database.</summary>
        public bool? Hear(byte[] message)
        {
            switch ((char)message[0])
            {
                case 'P':
                    var name = Text(message, 5);
                    _prepared[name] = Text(message, 5 + Encoding.UTF8.GetByteCount(name) + 1);
                    return null;
                case 'B':
                    _bound = _prepared.GetValueOrDefault(Text(message, 5 + Encoding.UTF8.GetByteCount(Text(message, 5)) + 1), "");
                    return null;
                case 'E':
                    _statements.Add(_bound);
                    return null;
                case 'Q':
                    _statements.Add(Text(message, 5));
                    return End();
                case 'S':
                    return End();
                default:
                    return null;
            }
        }

        private bool End()
        {
            var words = _statements.ConvertAll(statement => statement.TrimStart());
            _statements.Clear();
            return words.Exists(text => text.StartsWith("COMMIT", StringComparison.OrdinalIgnoreCase))
                || (!IsInTransaction && !words.Exists(text => text.StartsWith("BEGIN", StringComparison.OrdinalIgnoreCase))
                    && words.Exists(text => text.Length > 0 && !LeaveNothing.Any(word => text.StartsWith(word, StringComparison.OrdinalIgnoreCase))));
        }

        private static string Text(byte[] message, int at) => Encoding.UTF8.GetString(message, at, Array.IndexOf(message, (byte)0, at) - at);
    }
}
