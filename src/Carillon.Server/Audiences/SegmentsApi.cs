using System.Text.Json;
using Carillon.Access;
using Carillon.Audiences;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Server.Contacts;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carillon.Server.Audiences;

/// <summary>Segments: saved filters over people, true afresh at each look.</summary>
public static class SegmentsApi
{
    private const string Tag = "segments";
    private const int Sample = 10;

    /// <summary>Maps <c>/segments</c>.</summary>
    public static RouteGroupBuilder MapSegments(this RouteGroupBuilder api)
    {
        api.MapGet("/segments", ListAsync).Needs(ApiScope.Read).WithName("ListSegments").WithTags(Tag).WithSummary("Segments by name");
        api.MapGet("/segments/{id}", ReadAsync).Needs(ApiScope.Read).WithName("ReadSegment").WithTags(Tag).WithSummary("One segment");
        api.MapPost("/segments", CreateAsync).Needs(ApiScope.Write).WithName("CreateSegment").WithTags(Tag).WithSummary("Make a segment");
        api.MapPatch("/segments/{id}", ChangeAsync).Needs(ApiScope.Write).WithName("ChangeSegment").WithTags(Tag).WithSummary("Rename a segment or give it another filter");
        api.MapDelete("/segments/{id}", DeleteAsync).Needs(ApiScope.Write).WithName("DeleteSegment").WithTags(Tag).WithSummary("Remove a segment; its people stay");
        api.MapPost("/segments/preview", PreviewAsync).Needs(ApiScope.Write).WithName("PreviewSegment").WithTags(Tag).WithSummary("How many people a filter means now, and some of them; stores nothing");
        return api;
    }

    private static async Task<Results<Ok<Page<SegmentResponse>>, InvalidProblem>> ListAsync(
        [AsParameters] PageQuery query, SegmentBook book, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var take = query.Take(errors);
        var after = query.AfterName(Tag, errors);
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var rows = await book.ListAsync(after, take + 1, cancellationToken);
        var total = query.IsCounted ? await book.CountAsync(cancellationToken) : (int?)null;
        return TypedResults.Ok(Page.Of(rows, take, row => PageQuery.NameCursor(Tag, row.Name), total).Select(SegmentResponse.Of));
    }

    private static async Task<Results<Ok<SegmentResponse>, NotFoundProblem>> ReadAsync(RouteId<SegmentId> id, SegmentBook book, CancellationToken cancellationToken) =>
        await book.FindAsync(id.Value, cancellationToken) is { } segment ? TypedResults.Ok(SegmentResponse.Of(segment)) : ApiProblem.NotFound();

    private static async Task<Results<Created<SegmentResponse>, InvalidProblem>> CreateAsync(SegmentRequest request, SegmentBook book, CancellationToken cancellationToken) =>
        await book.AddAsync(request.Name, request.Filter, cancellationToken) switch
        {
            SegmentOutcome.Saved saved => TypedResults.Created($"{ApiRoutes.Base}/segments/{saved.Segment.Id}", SegmentResponse.Of(saved.Segment)),
            SegmentOutcome.Invalid invalid => invalid.Errors.ToProblem(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };

    private static async Task<Results<Ok<SegmentResponse>, NotFoundProblem, InvalidProblem>> ChangeAsync(
        RouteId<SegmentId> id, Patch patch, SegmentBook book, CancellationToken cancellationToken)
    {
        var name = patch.Read<string>("name");
        var filter = patch.Read<JsonElement>("filter");
        if (patch.IsRefused())
        {
            return ApiProblem.Invalid(patch.Errors);
        }

        var outcome = await book.ChangeAsync(
            id.Value,
            name.IsPresent ? Given<string?>.Of(name.Value) : default,
            filter.IsPresent ? Given<JsonElement?>.Of(filter.Value) : default,
            cancellationToken);
        return outcome switch
        {
            SegmentOutcome.Saved saved => TypedResults.Ok(SegmentResponse.Of(saved.Segment)),
            SegmentOutcome.NotFound => ApiProblem.NotFound(),
            SegmentOutcome.Invalid invalid => invalid.Errors.ToProblem(),
            _ => throw new InvalidOperationException($"No answer for {outcome}."),
        };
    }

    private static async Task<Results<NoContent, NotFoundProblem, ConflictProblem>> DeleteAsync(RouteId<SegmentId> id, SegmentBook book, CancellationToken cancellationToken) =>
        await book.RemoveAsync(id.Value, cancellationToken) switch
        {
            Removal.Done => TypedResults.NoContent(),
            Removal.InUse used => ApiProblem.Conflict("segment-in-use", used.Why),
            _ => ApiProblem.NotFound(),
        };

    private static async Task<Results<Ok<SegmentPreviewResponse>, InvalidProblem>> PreviewAsync(
        SegmentPreviewRequest request, SegmentBook book, ContactDirectory directory, CancellationToken cancellationToken) =>
        await book.PreviewAsync(request.Filter, Sample, cancellationToken) switch
        {
            SegmentPreview.Found found => TypedResults.Ok(new SegmentPreviewResponse(
                found.Count, [.. (await directory.FindAsync(found.Sample, cancellationToken)).Select(ContactResponse.Of)], found.Warnings)),
            SegmentPreview.Invalid invalid => invalid.Errors.ToProblem(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
}

/// <summary>A segment to be made.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Filter">The tree: <c>{"all": […]}</c>, <c>{"any": […]}</c>, <c>{"not": …}</c> or <c>{"field", "op", "value"}</c>.</param>
public sealed record SegmentRequest(string Name, JsonElement Filter);

/// <summary>A filter to be looked through.</summary>
/// <param name="Filter">The tree.</param>
public sealed record SegmentPreviewRequest(JsonElement Filter);

/// <summary>A segment.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Filter">The tree, as it was given.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it last changed.</param>
public sealed record SegmentResponse(SegmentId Id, string Name, JsonElement Filter, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static SegmentResponse Of(Segment segment) =>
        new(segment.Id, segment.Name, JsonSerializer.Deserialize<JsonElement>(segment.Filter), segment.CreatedAt, segment.UpdatedAt);
}

/// <summary>Whom a filter means now.</summary>
/// <param name="Count">How many people.</param>
/// <param name="Sample">The newest of them, at most ten.</param>
/// <param name="Warnings">Conditions that can hold for nobody yet, because nothing here records what they ask for.</param>
public sealed record SegmentPreviewResponse(long Count, IReadOnlyList<ContactResponse> Sample, IReadOnlyList<string> Warnings);
