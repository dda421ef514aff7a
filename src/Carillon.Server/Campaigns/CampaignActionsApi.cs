using Carillon.Access;
using Carillon.Campaigns;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carillon.Server.Campaigns;

/// <summary>What programs do with campaigns: each action answers with the campaign as it stands then.</summary>
public static class CampaignActionsApi
{
    /// <summary>Maps them.</summary>
    public static RouteGroupBuilder MapCampaignActions(this RouteGroupBuilder api)
    {
        Map(api, "start", (actions, id, _, token) => actions.StartAsync(id, token));
        Map(api, "schedule", (actions, id, _, token) => actions.ScheduleAsync(id, token));
        Map(api, "pause", (actions, id, _, token) => actions.PauseAsync(id, token));
        Map(api, "resume", (actions, id, _, token) => actions.ResumeAsync(id, token));
        Map(api, "cancel", (actions, id, _, token) => actions.CancelAsync(id, token));
        Map(api, "duplicate", (actions, id, actor, token) => actions.DuplicateAsync(id, actor, token));
        Map(api, "archive", (actions, id, _, token) => actions.ArchiveAsync(id, token));
        Map(api, "restore", (actions, id, _, token) => actions.RestoreAsync(id, token));
        return api;
    }

    private static void Map(RouteGroupBuilder api, string name, Func<CampaignActions, CampaignId, string, CancellationToken, Task<CampaignOutcome>> act) =>
        api.MapPost($"/campaigns/{{id}}/{name}", async Task<Results<Ok<CampaignResponse>, NotFoundProblem, ConflictProblem, InvalidProblem>> (
                RouteId<CampaignId> id, CampaignActions actions, CurrentWorkspace current, CancellationToken cancellationToken) =>
            await act(actions, id.Value, current.Actor, cancellationToken) switch
            {
                CampaignOutcome.Done done => TypedResults.Ok(CampaignResponse.Of(done.Campaign)),
                CampaignOutcome.NotFound => ApiProblem.NotFound(),
                CampaignOutcome.WrongState state => ApiProblem.Conflict(state.Code, state.Detail),
                CampaignOutcome.Incomplete incomplete => Incomplete(incomplete),
                var other => throw new InvalidOperationException($"No answer for {other}."),
            })
            .WithName($"{name}Campaign")
            .Needs(ApiScope.Send);

    private static InvalidProblem Incomplete(CampaignOutcome.Incomplete incomplete)
    {
        var errors = new InputErrors();
        foreach (var (field, text) in incomplete.Fields)
        {
            errors.Add(field, text);
        }

        return ApiProblem.Invalid(errors);
    }
}
