using Microsoft.AspNetCore.Http.Metadata;

namespace Carillon.Server.Web.Api;

/// <summary>Routes that take files.</summary>
public static class Uploads
{
    /// <summary>The most bytes of an upload.</summary>
    public const long MostBytes = 100L * 1024 * 1024;

    /// <summary>The most bytes of any other body.</summary>
    public const long MostBytesOfOthers = 1024 * 1024;

    /// <summary>Lets the route take 100 MB as multipart/form-data: a file, and in a part of their own the options as JSON.</summary>
    /// <typeparam name="TOptions">The shape of the options.</typeparam>
    /// <param name="route">The route.</param>
    /// <param name="areOptionsRequired">Whether a file without options is refused.</param>
    public static RouteHandlerBuilder TakesUpload<TOptions>(this RouteHandlerBuilder route, bool areOptionsRequired = false) => route
        .WithMetadata(new UploadLimit(), new UploadShape(typeof(TOptions), areOptionsRequired))
        .WithFormOptions(multipartBodyLengthLimit: MostBytes, bufferBody: false)
        .DisableAntiforgery();

    private sealed class UploadLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => MostBytes;
    }
}

/// <summary>What the parts of an upload hold, for the API's description.</summary>
/// <param name="Options">The shape of the part <c>options</c>.</param>
/// <param name="AreOptionsRequired">Whether that part must be there.</param>
public sealed record UploadShape(Type Options, bool AreOptionsRequired);
