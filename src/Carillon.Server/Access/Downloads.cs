using Carillon.Access.Audit;
using Carillon.Server.Web.Api;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Carillon.Server.Access;

/// <summary>Files that carry people's data out of the product: each one that is given out stands in the audit log.</summary>
public static class Downloads
{
    /// <summary>Writes into the audit log that a file was given out, before its first byte leaves. What was refused or not found is no file.</summary>
    /// <param name="route">The route that gives it.</param>
    /// <param name="kind">What it tells of, as audit entries name it; the route's <c>id</c> stands behind it where there is one.</param>
    public static RouteHandlerBuilder GivesFile(this RouteHandlerBuilder route, string kind) => route.AddEndpointFilter(async (call, next) =>
    {
        var answer = await next(call);
        var file = answer is INestedHttpResult nested ? nested.Result : answer;
        if (file is FileContentHttpResult or PushStreamHttpResult)
        {
            var http = call.HttpContext;
            if (http.IsHead())
            {
                return HeadOf((IFileHttpResult)file, (IContentTypeHttpResult)file, http.Response);
            }

            var subject = http.Request.RouteValues.TryGetValue("id", out var id) ? $"{kind}:{id}" : kind;
            var db = http.RequestServices.GetRequiredService<CarillonDb>();
            await using var transaction = await db.BeginWriteAsync(http.RequestAborted);
            await http.RequestServices.GetRequiredService<AuditLog>()
                .AddAsync(db, new AuditNote(AuditActions.Exported, subject, ("file", http.Request.Path.Value)), http.RequestAborted);
            await transaction.CommitAsync(http.RequestAborted);
        }

        return answer;
    });

    /// <summary>What a file is and is called, without a byte of it; so nothing was given out.</summary>
    private static EmptyHttpResult HeadOf(IFileHttpResult file, IContentTypeHttpResult kind, HttpResponse response)
    {
        response.ContentType = kind.ContentType;
        if (file.FileDownloadName is { } name)
        {
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName(name);
            response.Headers.ContentDisposition = disposition.ToString();
        }

        return TypedResults.Empty;
    }
}
