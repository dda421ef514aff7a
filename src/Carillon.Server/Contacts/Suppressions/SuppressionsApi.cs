using System.Globalization;
using System.Text.Json;
using Carillon.Access;
using Carillon.Access.Audit;
using Carillon.Compliance;
using Carillon.Compliance.Erasure;
using Carillon.Compliance.Suppressions;
using Carillon.Contacts.Suppressions;
using Carillon.Primitives;
using Carillon.Server.Access;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Contacts.Suppressions;

/// <summary>Numbers that must not be texted: the list, its files in and out.</summary>
public static class SuppressionsApi
{
    private const string Tag = "compliance";
    /// <summary>The reasons that a file may give.</summary>
    internal static readonly SkipReason[] Reasons = [SkipReason.OptedOut, SkipReason.DoNotCall, SkipReason.Complaint, SkipReason.Landline, SkipReason.Invalid, SkipReason.Unreachable];

    /// <summary>Maps <c>/suppressions</c> and <c>/suppression-imports</c>.</summary>
    public static RouteGroupBuilder MapSuppressions(this RouteGroupBuilder api)
    {
        api.MapGet("/suppressions", ListAsync).Needs(ApiScope.Read).WithName("ListSuppressions").WithTags(Tag).WithSummary("Numbers that must not be texted, the newest first");
        api.MapGet("/suppressions.csv", SuppressionDownloads.ListAsync).GivesFile("suppressions").Needs(ApiScope.Read).WithName("DownloadSuppressions").WithTags(Tag).WithSummary("The same as a file")
            .Produces<string>(StatusCodes.Status200OK, "text/csv");
        api.MapGet("/suppression-imports", ListImportsAsync).Needs(ApiScope.Read).WithName("ListSuppressionImports").WithTags(Tag).WithSummary("Files of such numbers that were loaded");
        api.MapPost("/suppression-imports", LoadAsync).Needs(ApiScope.Write).TakesUpload<SuppressionImportRequest>(areOptionsRequired: true).WithName("LoadSuppressions").WithTags(Tag)
            .WithSummary("Load a file of numbers that must not be texted, or a do-not-call list with its date");
        api.MapGet("/suppression-imports/{id}", ReadImportAsync).Needs(ApiScope.Read).WithName("ReadSuppressionImport").WithTags(Tag).WithSummary("One such file with its counts");
        api.MapPost("/suppression-imports/{id}/undo", UndoAsync).Needs(ApiScope.Admin).WithName("UndoSuppressionImport").WithTags(Tag)
            .WithSummary("Take such a file back; not one of opt-outs");
        return api;
    }

    private static async Task<Results<Ok<Page<SuppressionResponse>>, InvalidProblem>> ListAsync(
        [AsParameters] PageQuery query, [AsParameters] SuppressionQuery asked, CarillonDb db, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var take = query.Take(errors);
        var search = await SuppressionSearch.ReadAsync(db, asked, errors, cancellationToken);
        var mark = query.AfterText(errors);
        var skip = 0;
        if (mark is not null && (!int.TryParse(mark, NumberStyles.None, CultureInfo.InvariantCulture, out skip) || skip < 0))
        {
            errors.Add("cursor", "is not a nextCursor of this list");
        }

        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var matching = search.In(db);
        var rows = await SuppressionSearch.NewestFirst(matching).Skip(skip).Take(take + 1).ToListAsync(cancellationToken);
        var total = await query.TotalAsync(matching, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, take, _ => CursorText.Encode(string.Create(CultureInfo.InvariantCulture, $"{skip + take}")), total).Select(SuppressionResponse.Of));
    }

    private static async Task<Results<Created<SuppressionImportResponse>, InvalidProblem>> LoadAsync(
        IFormFile? file, [FromForm] string? options, SuppressionFile files, CurrentWorkspace current, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        if (file is null)
        {
            errors.Add("file", "is required: a form part of this name with the file");
        }

        var order = Order(options, time.GetUtcNow(), errors);
        if (file is null || order is null || errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        await using var content = file.OpenReadStream();
        return await files.LoadAsync(order, content, current.Actor, cancellationToken) switch
        {
            SuppressionLoad.Loaded loaded => TypedResults.Created($"{ApiRoutes.Base}/suppression-imports/{loaded.Import.Id}", SuppressionImportResponse.Of(loaded.Import)),
            SuppressionLoad.Refused refused => ApiProblem.Invalid("file", refused.Message),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }

    private static SuppressionOrder? Order(string? options, DateTimeOffset now, InputErrors errors)
    {
        SuppressionImportRequest request;
        try
        {
            request = string.IsNullOrWhiteSpace(options) ? new() : JsonSerializer.Deserialize<SuppressionImportRequest>(options, ApiJson.Options) ?? new();
        }
        catch (JsonException wrong) when (JsonProblems.IsMalformed(wrong))
        {
            errors.Add("options", "must be JSON");
            return null;
        }
        catch (JsonException wrong)
        {
            JsonProblems.Note(errors, wrong, "options");
            return null;
        }

        var source = errors.Text("options.source", request.Source, 300);
        if (request.Reason is not { } reason || !Reasons.Contains(reason))
        {
            errors.Add("options.reason", $"must be one of {string.Join(", ", Reasons.Select(known => ApiJson.NameOf(known)))}");
            return null;
        }

        if (request.ListedOn > DateOnly.FromDateTime(now.UtcDateTime.AddDays(1)))
        {
            errors.Add("options.listedOn", "must not lie in the future");
        }

        if (request.ListedOn is not null && reason != SkipReason.DoNotCall)
        {
            errors.Add("options.listedOn", "is for do-not-call lists only");
        }

        if (request.ExceptConsented == true && reason != SkipReason.DoNotCall)
        {
            errors.Add("options.exceptConsented", "is for do-not-call lists only");
        }

        return new SuppressionOrder(reason, source, request.ListedOn, request.ExceptConsented ?? false);
    }

    private static async Task<Results<Ok<Page<SuppressionImportResponse>>, InvalidProblem>> ListImportsAsync(
        [AsParameters] PageQuery query, CarillonDb db, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var take = query.Take(errors);
        var after = query.After<SuppressionImportId>(errors);
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var rows = await db.SuppressionImports.AsNoTracking()
            .Where(row => after == null || row.At < after.Value.At || (row.At == after.Value.At && row.Id < after.Value.Id))
            .OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Take(take + 1).ToListAsync(cancellationToken);
        var total = await query.TotalAsync(db.SuppressionImports, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, take, row => new TimeCursor<SuppressionImportId>(row.At, row.Id).ToString(), total).Select(SuppressionImportResponse.Of));
    }

    private static async Task<Results<Ok<SuppressionImportResponse>, NotFoundProblem>> ReadImportAsync(
        RouteId<SuppressionImportId> id, CarillonDb db, CancellationToken cancellationToken) =>
        await db.SuppressionImports.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id.Value, cancellationToken) is { } import
            ? TypedResults.Ok(SuppressionImportResponse.Of(import))
            : ApiProblem.NotFound();

    private static async Task<Results<Ok<SuppressionImportResponse>, NotFoundProblem, ConflictProblem>> UndoAsync(
        RouteId<SuppressionImportId> id, CarillonDb db, SuppressionBook book, AuditLog audit, CancellationToken cancellationToken)
    {
        await using var write = await db.BeginWriteAsync(cancellationToken);
        switch (await book.UndoAsync(db, id.Value, cancellationToken))
        {
            case SuppressionUndo.Done done:
                await audit.AddAsync(db, SuppressionDesk.Lifted(done.Import), cancellationToken);
                await write.CommitAsync(cancellationToken);
                return TypedResults.Ok(SuppressionImportResponse.Of(done.Import));
            case SuppressionUndo.NotFound:
                return ApiProblem.NotFound();
            case SuppressionUndo.IsOptOut:
                return ApiProblem.Conflict("opted-out", "These are opt-outs: only the person, or evidence obtained after it (POST /opt-ins), lifts one.");
            default:
                return ApiProblem.Conflict("import-undone", "The file was taken back already.");
        }
    }
}

/// <summary>What a file says of its numbers.</summary>
/// <param name="Reason">Why they must not be texted: <c>optedOut</c>, <c>doNotCall</c>, <c>complaint</c>, <c>landline</c>, <c>invalid</c> or <c>unreachable</c>.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="ListedOn">The day it was drawn, of a do-not-call list; campaigns that rely on one want it not older than the pack says.</param>
/// <param name="ExceptConsented">Whether people who agreed in writing may still be texted (47 CFR 64.1200(c)(2)(ii)).</param>
public sealed record SuppressionImportRequest(SkipReason? Reason = null, string? Source = null, DateOnly? ListedOn = null, bool? ExceptConsented = null);

/// <summary>One number and why.</summary>
/// <param name="Phone">The number; null: its person was erased, and only a keyed hash is kept.</param>
/// <param name="Channel">The medium.</param>
/// <param name="Reason">Why.</param>
/// <param name="Since">Since when.</param>
/// <param name="ImportId">The file that brought it; null: another way.</param>
public sealed record SuppressionResponse(PhoneNumber? Phone, Channel Channel, SkipReason Reason, DateTimeOffset Since, SuppressionImportId? ImportId)
{
    internal static SuppressionResponse Of(Suppression row) => new(ErasedNumbers.IsErased(row.Phone) ? null : row.Phone, row.Channel, row.Reason, row.At, row.ImportId);
}

/// <summary>One file; <c>added + already + spared + invalid = rowsRead</c>.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When it was loaded.</param>
/// <param name="Actor">Who loaded it.</param>
/// <param name="Reason">What it says of its numbers.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="ListedOn">The day it was drawn.</param>
/// <param name="ExceptConsented">Whether people who agreed were spared.</param>
/// <param name="RowsRead">Rows.</param>
/// <param name="Added">Suppressed since.</param>
/// <param name="Already">Suppressed before, or twice in the file.</param>
/// <param name="Spared">Left alone, because their people agreed.</param>
/// <param name="Invalid">Rows without a readable number.</param>
/// <param name="Problems">The first rows that were not taken.</param>
/// <param name="UndoneAt">When it was taken back.</param>
/// <param name="Freed">How many numbers that freed.</param>
public sealed record SuppressionImportResponse(
    SuppressionImportId Id, DateTimeOffset At, string Actor, SkipReason Reason, string Source, DateOnly? ListedOn, bool ExceptConsented, int RowsRead, int Added, int Already,
    int Spared, int Invalid, IReadOnlyList<SuppressionProblem> Problems, DateTimeOffset? UndoneAt, int? Freed)
{
    internal static SuppressionImportResponse Of(SuppressionImport row) => new(
        row.Id, row.At, row.Actor, row.Reason, row.Source, row.ListedOn, row.SparesConsented, row.RowsRead, row.Added, row.Already, row.Spared, row.Invalid, row.Problems, row.UndoneAt, row.Freed);
}
