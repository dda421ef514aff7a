using Microsoft.AspNetCore.Http.Metadata;

namespace Carillon.Server.Web.Api;

/// <summary>Routes that take files.</summary>
public static class Uploads
{
    /// <summary>The most bytes of an upload.</summary>
    public const long MostBytes = 100L * 1024 * 1024;

    /// <summary>The most bytes of any other body.</summary>
    public const long MostBytesOfOthers = 1024 * 1024;

    /// <summary>Lets the route take 100 MB as multipart/form-data.</summary>
    public static RouteHandlerBuilder TakesUpload(this RouteHandlerBuilder route) => route
        .WithMetadata(new UploadLimit())
        .WithFormOptions(multipartBodyLengthLimit: MostBytes, bufferBody: false)
        .DisableAntiforgery();

    private sealed class UploadLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => MostBytes;
    }
}
