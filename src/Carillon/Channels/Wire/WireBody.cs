using System.Net;

namespace Carillon.Channels.Wire;

/// <summary>
/// The bytes of one request, which remembers whether writing them began. Headers wait in the connection's buffer until then, so
/// "never began" proves that the other side has nothing, whatever kind of failure is reported. It is written at most once: no
/// layer below can send a message again on its own account.
/// </summary>
internal sealed class WireBody : HttpContent
{
    private readonly byte[] _bytes;
    private readonly Func<bool>? _mayBegin;

    public WireBody(byte[] bytes, string contentType, Func<bool>? mayBegin = null)
    {
        _bytes = bytes;
        _mayBegin = mayBegin;
        Headers.TryAddWithoutValidation("Content-Type", contentType);
    }

    /// <summary>Whether a byte may have left.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Whether the last look said no.</summary>
    public bool IsWithheld { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (HasBegun)
        {
            throw new InvalidOperationException("A request is written once.");
        }

        if (_mayBegin is not null && !_mayBegin())
        {
            IsWithheld = true;
            throw new InvalidOperationException("Withheld before its first byte.");
        }

        HasBegun = true;
        return stream.WriteAsync(_bytes, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Length;
        return true;
    }
}
