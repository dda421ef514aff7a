using Carillon.Access;
using Carillon.Compliance;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

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

    private static async Task<Ok<SendingStopResponse>> ReadAsync(SendingStopDesk desk, CancellationToken cancellationToken) =>
        TypedResults.Ok(SendingStopResponse.Of(await desk.ReadAsync(cancellationToken)));

    private static async Task<Results<Ok<SendingStopResponse>, ForbiddenProblem, InvalidProblem>> StopAsync(SendingStopRequest request, SendingStopDesk desk, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var reason = errors.Text("reason", request.Reason, SendingStopDesk.MostReason);
        return errors.Any ? ApiProblem.Invalid(errors)
            : await desk.StopAsync(reason, request.Everybody, cancellationToken) ? await ReadAsync(desk, cancellationToken)
            : ApiProblem.Forbidden("not-first-workspace", "Only an admin of the first workspace stops everybody.");
    }

    private static async Task<Results<Ok<SendingStopResponse>, ForbiddenProblem>> ResumeAsync(bool? everybody, SendingStopDesk desk, CancellationToken cancellationToken) =>
        await desk.ResumeAsync(everybody ?? false, cancellationToken) ? await ReadAsync(desk, cancellationToken)
            : ApiProblem.Forbidden("not-first-workspace", "Only an admin of the first workspace lets everybody go on.");
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
