using System.Text;
using Carillon.Access;
using Carillon.Contacts.Imports;
using Carillon.Contacts.Imports.Undo;
using Carillon.Primitives;
using Carillon.Server.Access;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Carillon.Server.Contacts;

/// <summary>File loads.</summary>
public static class ImportsApi
{
    private const string Tag = "imports";

    /// <summary>Maps <c>/imports</c>.</summary>
    public static RouteGroupBuilder MapImports(this RouteGroupBuilder api)
    {
        api.MapGet("/imports", ListAsync).Needs(ApiScope.Read).WithName("ListImports").WithTags(Tag).WithSummary("File loads, the newest first");
        api.MapGet("/imports/{id}", ReadAsync).Needs(ApiScope.Read).WithName("ReadImport").WithTags(Tag).WithSummary("One file load with its counts and its first 100 problems");
        api.MapPost("/imports", CreateAsync).Needs(ApiScope.Write).TakesUpload<ImportRequest>().WithName("CreateImport").WithTags(Tag).WithSummary("Load a CSV, tab-separated or Excel file, or a zip file with one table");
        api.MapPost("/imports/detect", DetectAsync).Needs(ApiScope.Write).TakesUpload<ImportRequest>().WithName("DetectImport").WithTags(Tag).WithSummary("Look at a file: proposed mapping and first 20 rows");
        api.MapPost("/imports/{id}/cancel", CancelAsync).Needs(ApiScope.Write).WithName("CancelImport").WithTags(Tag).WithSummary("Stop a file load where it stands");
        api.MapGet("/imports/{id}/undo", PreviewUndoAsync).Needs(ApiScope.Read).WithName("PreviewImportUndo").WithTags(Tag).WithSummary("What taking a file load back would do now");
        api.MapPost("/imports/{id}/undo", UndoAsync).Needs(ApiScope.Write).WithName("UndoImport").WithTags(Tag).WithSummary("Take a file load back: unused people it made go away, fields it changed go back");
        api.MapGet("/imports/{id}/problems.csv", ProblemsAsync).GivesFile("import").Needs(ApiScope.Read).WithName("DownloadImportProblems").WithTags(Tag).WithSummary("Every row that was not taken, with place and reason");
        api.MapGet("/imports/{id}/events", FollowAsync).Needs(ApiScope.Read).WithName("FollowImport").WithTags(Tag).WithSummary("Progress as server-sent events");
        return api;
    }

    private static async Task<Results<Ok<Page<ImportResponse>>, InvalidProblem>> ListAsync(
        [AsParameters] PageQuery query, ImportDesk desk, CarillonDb db, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var take = query.Take(errors);
        var after = query.After<ImportId>(errors);
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var rows = await desk.ListAsync(after?.At, after?.Id, take + 1, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, take, row => new TimeCursor<ImportId>(row.CreatedAt, row.Id).ToString(), await query.TotalAsync(db.Set<ContactImport>(), cancellationToken)).Select(ImportResponse.Of));
    }

    private static async Task<Results<Ok<ImportResponse>, NotFoundProblem>> ReadAsync(RouteId<ImportId> id, ImportDesk desk, CancellationToken cancellationToken) =>
        await desk.FindAsync(id.Value, cancellationToken) is { } import ? TypedResults.Ok(ImportResponse.Of(import)) : ApiProblem.NotFound();

    private static async Task<Results<Accepted<ImportResponse>, InvalidProblem>> CreateAsync(
        IFormFile? file, [FromForm] string? options, ImportDesk desk, CurrentWorkspace current, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var order = ImportInput.Read(file, options, errors);
        if (file is null || errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        await using var content = file.OpenReadStream();
        return await desk.AcceptAsync(order, file.FileName, content, current.Actor, cancellationToken) switch
        {
            ImportOutcome.Accepted accepted => TypedResults.Accepted($"{ApiRoutes.Base}/imports/{accepted.Import.Id}", ImportResponse.Of(accepted.Import)),
            ImportOutcome.TooLarge tooLarge => ImportInput.TooLarge(tooLarge),
            ImportOutcome.Invalid invalid => invalid.Errors.ToProblem(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }

    private static async Task<Results<Ok<ImportPreviewResponse>, InvalidProblem>> DetectAsync(
        IFormFile? file, [FromForm] string? options, ImportDesk desk, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var order = ImportInput.Read(file, options, errors);
        if (file is null || errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        await using var content = file.OpenReadStream();
        return await desk.DetectAsync(order, content, cancellationToken) switch
        {
            ImportOutcome.Detected detected => TypedResults.Ok(ImportPreviewResponse.Of(detected.Preview)),
            ImportOutcome.TooLarge tooLarge => ImportInput.TooLarge(tooLarge),
            ImportOutcome.Invalid invalid => invalid.Errors.ToProblem(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }

    private static async Task<Results<Ok<ImportResponse>, NotFoundProblem, ConflictProblem>> CancelAsync(
        RouteId<ImportId> id, ImportDesk desk, CancellationToken cancellationToken) =>
        await desk.CancelAsync(id.Value, cancellationToken) switch
        {
            ImportOutcome.Accepted accepted => TypedResults.Ok(ImportResponse.Of(accepted.Import)),
            ImportOutcome.NotFound => ApiProblem.NotFound(),
            ImportOutcome.Finished finished => ApiProblem.Conflict("import-finished", $"The import is {ApiJson.NameOf(finished.Import.Status)} already."),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };

    private static async Task<Results<Ok<UndoPreview>, NotFoundProblem>> PreviewUndoAsync(RouteId<ImportId> id, ImportDesk desk, CancellationToken cancellationToken) =>
        await desk.PreviewUndoAsync(id.Value, cancellationToken) is { } preview ? TypedResults.Ok(preview) : ApiProblem.NotFound();

    private static async Task<Results<Ok<ImportResponse>, NotFoundProblem, ConflictProblem>> UndoAsync(
        RouteId<ImportId> id, ImportDesk desk, CancellationToken cancellationToken) => await desk.UndoAsync(id.Value, cancellationToken) switch
        {
            ImportOutcome.Accepted accepted => TypedResults.Ok(ImportResponse.Of(accepted.Import)),
            ImportOutcome.NotFound => ApiProblem.NotFound(),
            ImportOutcome.Finished { Import.Undo: not null } => ApiProblem.Conflict("import-undone", "The import was taken back already."),
            ImportOutcome.Finished { Import.IsDryRun: true } => ApiProblem.Conflict("import-dry-run", "It was a dry run: nobody was stored, so there is nothing to take back."),
            ImportOutcome.Finished => ApiProblem.Conflict("import-not-finished", "The import has not ended yet. Cancel it first."),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };

    private static async Task<Results<PushStreamHttpResult, NotFoundProblem>> ProblemsAsync(
        RouteId<ImportId> id, ImportDesk desk, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(id.Value, cancellationToken) is null)
        {
            return ApiProblem.NotFound();
        }

        return TypedResults.Stream(
            async body =>
            {
                // The mark tells spreadsheets that it is UTF-8.
                await using var text = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
                await foreach (var line in desk.ProblemsCsvAsync(id.Value, cancellationToken))
                {
                    await text.WriteAsync(line.AsMemory(), cancellationToken);
                }
            },
            "text/csv; charset=utf-8",
            $"import-{id}-problems.csv");
    }

    private static async Task<Results<ServerSentEventsResult<ImportResponse>, NotFoundProblem>> FollowAsync(
        RouteId<ImportId> id, ImportDesk desk, LiveUpdates updates, CancellationToken cancellationToken) =>
        await desk.FindAsync(id.Value, cancellationToken) is null
            ? ApiProblem.NotFound()
            : updates.Follow(
                "progress",
                async token => await desk.FindAsync(id.Value, token) is { } import ? ImportResponse.Of(import) : null,
                import => import.Status is ImportStatus.Completed or ImportStatus.Failed or ImportStatus.Cancelled,
                cancellationToken);
}
