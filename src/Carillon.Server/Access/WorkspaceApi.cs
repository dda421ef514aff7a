using Carillon.Access;
using Carillon.Access.Audit;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Access;

/// <summary>The key's workspace, and the making of others.</summary>
public static class WorkspaceApi
{
    private const string Tag = "workspace";
    private const int MostLetters = 120;
    private const int MostLettersOfLine = 300;

    /// <summary>Maps <c>/workspace</c> and <c>/workspaces</c>.</summary>
    public static RouteGroupBuilder MapWorkspace(this RouteGroupBuilder api)
    {
        api.MapGet("/workspace", ReadAsync).Needs(ApiScope.Read).WithName("ReadWorkspace").WithTags(Tag).WithSummary("The workspace that the key opens");
        api.MapPatch("/workspace", ChangeAsync).Needs(ApiScope.Admin).WithName("ChangeWorkspace").WithTags(Tag).WithSummary("Change its name, brand, country, time zone, quiet hours or how long raw callbacks are kept");
        api.MapPost("/workspaces", CreateAsync).Needs(ApiScope.Admin).WithName("CreateWorkspace").WithTags(Tag).WithSummary("Make another workspace and its first key; for admins of the first workspace");
        return api;
    }

    private static async Task<Ok<WorkspaceResponse>> ReadAsync(CarillonDb db, CancellationToken cancellationToken) =>
        TypedResults.Ok(WorkspaceResponse.Of(await FindAsync(db, cancellationToken)));

    private static async Task<Results<Ok<WorkspaceResponse>, InvalidProblem>> ChangeAsync(Patch patch, CarillonDb db, AuditLog audit, IEnumerable<ISettingsListener> listeners, CancellationToken cancellationToken)
    {
        await using var write = await db.BeginWriteAsync(cancellationToken);
        var workspace = await FindAsync(db, cancellationToken);
        workspace.Name = patch.Text("name", MostLetters).Or(workspace.Name);
        workspace.Brand = BrandOf(patch, workspace.Brand);
        workspace.DefaultRegion = Checked(patch, "defaultRegion", Workspace.IsRegion, "must be a country, such as US (ISO 3166-1)").Or(workspace.DefaultRegion);
        var zone = Checked(patch, "timeZone", Workspace.IsTimeZone, "must be the name of a time zone, such as America/New_York").Or(workspace.TimeZone);
        workspace.TimeZone = TimeZoneName.Of(zone) ?? zone;
        workspace.QuietHoursFor = patch.Read<QuietHoursFor>("quietHoursFor").Or(workspace.QuietHoursFor);
        workspace.CallbackDays = KeptDays(patch).Or(workspace.CallbackDays);
        if (patch.IsRefused())
        {
            return ApiProblem.Invalid(patch.Errors);
        }

        if (WorkspaceNotes.OfChanges(db, workspace) is { } note)
        {
            await audit.AddAsync(db, note, cancellationToken);
        }

        await write.CommitAsync(cancellationToken);
        listeners.Tell();
        return TypedResults.Ok(WorkspaceResponse.Of(workspace));
    }

    private static async Task<Results<Created<NewWorkspaceResponse>, ForbiddenProblem, InvalidProblem>> CreateAsync(
        NewWorkspaceRequest request, Workspaces workspaces, CurrentWorkspace current, CancellationToken cancellationToken)
    {
        if (current.Id is not { } mine || !await workspaces.IsFirstAsync(mine, cancellationToken))
        {
            return ApiProblem.Forbidden("not-first-workspace", "Only an admin of the first workspace makes others.");
        }

        var errors = new InputErrors();
        var name = errors.Text("name", request.Name, MostLetters);
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var (workspace, _, key) = await workspaces.CreateAsync(name, current.Actor, cancellationToken);
        return TypedResults.Created($"{ApiRoutes.Base}/workspace", NewWorkspaceResponse.Of(workspace, key));
    }

    /// <summary>A workspace is no row of itself, so the wall does not choose it: its id does.</summary>
    private static Task<Workspace> FindAsync(CarillonDb db, CancellationToken cancellationToken) =>
        db.Workspaces.SingleAsync(workspace => workspace.Id == db.Workspace, cancellationToken);

    private static Brand BrandOf(Patch patch, Brand present)
    {
        if (patch.IsCleared("brand"))
        {
            return new Brand(null, null, null);
        }

        if (patch.Inside("brand") is not { } brand)
        {
            return present;
        }

        var changed = new Brand(
            brand.TextOrNull("name", MostLetters).Or(present.Name),
            brand.TextOrNull("help", MostLettersOfLine).Or(present.Help),
            brand.TextOrNull("postalAddress", MostLettersOfLine).Or(present.PostalAddress));
        _ = brand.IsRefused();
        return changed;
    }

    private static Change<int?> KeptDays(Patch patch)
    {
        var days = patch.ReadOrNull<int?>("callbackDays");
        if (days is { IsPresent: true, Value: < Workspace.FewestCallbackDays or > Workspace.MostCallbackDays })
        {
            patch.Errors.Add("callbackDays", $"must be {Workspace.FewestCallbackDays} to {Workspace.MostCallbackDays}, or null to keep it for ever");
        }

        return days;
    }

    private static Change<string> Checked(Patch patch, string field, Func<string, bool> isGood, string expected)
    {
        var text = patch.Read<string>(field);
        if (text.IsPresent && !isGood(text.Or("")))
        {
            patch.Errors.Add(field, expected);
        }

        return text;
    }
}

/// <summary>One customer's separate world.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Brand">Who it says it is in texts.</param>
/// <param name="DefaultRegion">The country of numbers written without a code, ISO 3166-1.</param>
/// <param name="TimeZone">IANA zone of its reports and of schedules that name none.</param>
/// <param name="QuietHoursFor">Which texts keep quiet hours.</param>
/// <param name="CallbackDays">For how many days what providers told is kept after it was handled (30 to 3650); null: for ever. Messages, consent and figures stay.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record WorkspaceResponse(
    WorkspaceId Id, string Name, Brand Brand, string DefaultRegion, string TimeZone, QuietHoursFor QuietHoursFor, int? CallbackDays, DateTimeOffset CreatedAt)
{
    internal static WorkspaceResponse Of(Workspace workspace) =>
        new(workspace.Id, workspace.Name, workspace.Brand, workspace.DefaultRegion, workspace.TimeZone, workspace.QuietHoursFor, workspace.CallbackDays, workspace.CreatedAt);
}

/// <summary>A wish for another workspace.</summary>
/// <param name="Name">What people will call it.</param>
public sealed record NewWorkspaceRequest(string Name);

/// <summary>A workspace that was just made, with its first key.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Brand">Who it says it is in texts.</param>
/// <param name="DefaultRegion">The country of numbers written without a code, ISO 3166-1.</param>
/// <param name="TimeZone">IANA zone of its reports and of schedules that name none.</param>
/// <param name="QuietHoursFor">Which texts keep quiet hours.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Key">A key with scope <c>admin</c>; shown now and never again.</param>
public sealed record NewWorkspaceResponse(
    WorkspaceId Id, string Name, Brand Brand, string DefaultRegion, string TimeZone, QuietHoursFor QuietHoursFor, DateTimeOffset CreatedAt, string Key)
{
    internal static NewWorkspaceResponse Of(Workspace workspace, string key) => new(
        workspace.Id, workspace.Name, workspace.Brand, workspace.DefaultRegion, workspace.TimeZone, workspace.QuietHoursFor, workspace.CreatedAt, key);
}
