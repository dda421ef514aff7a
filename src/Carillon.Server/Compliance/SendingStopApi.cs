using Carillon.Access;
using Carillon.Access.Audit;
using Carillon.Compliance;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Compliance;

/// <summary>Stands everything still at once: of the workspace, or of the whole installation. What waits keeps waiting.</summary>
public static class SendingStopApi
{
    private const string Tag = "compliance";

    /// <summary>Maps <c>/sending-stop</c>.</summary>
    public static RouteGroupBuilder MapSendingStop(this RouteGroupBuilder api)
    {
        api.MapGet("/sending-stop", ReadAsync).Needs(ApiScope.Read).WithName("ReadSendingStop").WithTags(Tag).WithSummary("Whether anything may leave");
        api.MapPost("/sending-stop", StopAsync).Needs(ApiScope.Admin).WithName("StopSending").WithTags(Tag).WithSummary("Let nothing leave from now on");
        api.MapDelete("/sending-stop", ResumeAsync).Needs(ApiScope.Admin).WithName("ResumeSending").WithTags(Tag).WithSummary("Let messages leave again");
        return api;
    }

    private static async Task<Ok<SendingStopResponse>> ReadAsync(CarillonDb db, CancellationToken cancellationToken)
    {
        var everybody = default(WorkspaceId);
        var rows = await db.SendingStops.AsNoTracking().Where(row => row.Scope == db.Workspace || row.Scope == everybody).ToListAsync(cancellationToken);
        return TypedResults.Ok(SendingStopResponse.Of(rows));
    }

    private static async Task<Results<Ok<SendingStopResponse>, ForbiddenProblem, InvalidProblem>> StopAsync(
        SendingStopRequest request, CarillonDb db, CurrentWorkspace current, Workspaces workspaces, AuditLog audit, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var reason = errors.Text("reason", request.Reason, 300);
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        if (await ScopeAsync(request.Everybody, db, workspaces, cancellationToken) is not { } scope)
        {
            return ApiProblem.Forbidden("not-first-workspace", "Only an admin of the first workspace stops everybody.");
        }

        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (!await db.SendingStops.AnyAsync(row => row.Scope == scope, cancellationToken))
        {
            db.SendingStops.Add(new SendingStop { Scope = scope, At = time.GetUtcNow().Stored(), Reason = reason, Actor = current.Actor });
            await db.SaveChangesAsync(cancellationToken);
            await audit.AddAsync(db, new AuditNote("sending.stopped", Subject(scope), ("reason", reason)), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return await ReadAsync(db, cancellationToken);
    }

    private static async Task<Results<Ok<SendingStopResponse>, ForbiddenProblem>> ResumeAsync(
        bool? everybody, CarillonDb db, Workspaces workspaces, AuditLog audit, CancellationToken cancellationToken)
    {
        if (await ScopeAsync(everybody ?? false, db, workspaces, cancellationToken) is not { } scope)
        {
            return ApiProblem.Forbidden("not-first-workspace", "Only an admin of the first workspace lets everybody go on.");
        }

        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await db.SendingStops.Where(row => row.Scope == scope).ExecuteDeleteAsync(cancellationToken) > 0)
        {
            await audit.AddAsync(db, "sending.resumed", Subject(scope), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return await ReadAsync(db, cancellationToken);
    }

    private static async Task<WorkspaceId?> ScopeAsync(bool everybody, CarillonDb db, Workspaces workspaces, CancellationToken cancellationToken) =>
        !everybody ? db.Workspace : await workspaces.IsFirstAsync(db.Workspace, cancellationToken) ? default(WorkspaceId) : null;

    private static string Subject(WorkspaceId scope) => scope == default ? "installation" : $"workspace:{scope}";
}

/// <summary>A wish that nothing leaves.</summary>
/// <param name="Reason">Why, for people.</param>
/// <param name="Everybody">Whether of the whole installation.</param>
public sealed record SendingStopRequest(string? Reason = null, bool Everybody = false);

/// <summary>Whether anything may leave.</summary>
/// <param name="IsStopped">Whether nothing does.</param>
/// <param name="Stops">What stands.</param>
public sealed record SendingStopResponse(bool IsStopped, IReadOnlyList<SendingStopLine> Stops)
{
    internal static SendingStopResponse Of(IReadOnlyList<SendingStop> rows) => new(
        rows.Count > 0, [.. rows.Select(row => new SendingStopLine(row.Scope == default, row.At, row.Reason, row.Actor))]);
}

/// <summary>One stop.</summary>
/// <param name="Everybody">Whether it is the whole installation's.</param>
/// <param name="At">Since when.</param>
/// <param name="Reason">Why.</param>
/// <param name="Actor">Who stopped it.</param>
public sealed record SendingStopLine(bool Everybody, DateTimeOffset At, string Reason, string Actor);
