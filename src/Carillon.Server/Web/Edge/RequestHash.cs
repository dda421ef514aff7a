using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Carillon.Server.Web.Edge;

/// <summary>
/// What makes two requests the same: method, address and body. The body is read through (a large one rests in a temporary file) and
/// stands at its beginning again afterwards. Of multipart bodies the parts count, not the boundary, which clients draw anew each time.
/// </summary>
internal static class RequestHash
{
    private const int KeptInMemory = 256 * 1024;

    public static async Task<byte[]> ComputeAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method}\n{request.Path}{request.QueryString}\n"));
        request.EnableBuffering(KeptInMemory);
        if (BoundaryOf(request) is not { } boundary || !await TryAddPartsAsync(hash, request.Body, boundary, cancellationToken))
        {
            request.Body.Position = 0;
            await AddAsync(hash, request.Body, cancellationToken);
        }

        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }

    private static string? BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value
            : null;

    /// <summary>False: the body is no whole multipart body, which its handler will say; its bytes count then.</summary>
    private static async Task<bool> TryAddPartsAsync(IncrementalHash hash, Stream body, string boundary, CancellationToken cancellationToken)
    {
        try
        {
            var reader = new MultipartReader(boundary, body);
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } part)
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"\n{part.ContentDisposition}\n{part.ContentType}\n"));
                await AddAsync(hash, part.Body, cancellationToken);
            }

            return true;
        }
        catch (Exception broken) when (broken is InvalidDataException || (broken is IOException and not BadHttpRequestException))
        {
            return false;
        }
    }

    private static async Task AddAsync(IncrementalHash hash, Stream body, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            int read;
            while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
            {
                hash.AppendData(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
