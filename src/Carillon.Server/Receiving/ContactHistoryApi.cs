using Carillon.Access;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Server.Contacts;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carillon.Server.Receiving;

/// <summary>One person's story, and all that is kept of them as one file.</summary>
public static class ContactHistoryApi
{
    /// <summary>Maps it.</summary>
    public static RouteGroupBuilder MapContactHistory(this RouteGroupBuilder api)
    {
        api.MapGet("/contacts/{id}/timeline", TimelineAsync).Needs(ApiScope.Read).WithName("ReadTimeline").WithTags("contacts").WithSummary("Everything that happened with a person, the newest first");
        api.MapGet("/contacts/{id}/export", ExportAsync).Needs(ApiScope.Read).WithName("ExportContact").WithTags("contacts").WithSummary("Everything that is kept of a person, for the person to have");
        return api;
    }

    private static async Task<Results<Ok<TimelineResponse>, NotFoundProblem>> TimelineAsync(RouteId<ContactId> id, ContactHistory history, CancellationToken cancellationToken) =>
        await history.FindAsync(id.Value, cancellationToken) is { } events ? TypedResults.Ok(new TimelineResponse(events)) : ApiProblem.NotFound();

    private static async Task<Results<Ok<PersonalFileResponse>, NotFoundProblem>> ExportAsync(
        RouteId<ContactId> id, ContactHistory history, ContactDirectory directory, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await history.ExportAsync(id.Value, directory, cancellationToken) is not { } file)
        {
            return ApiProblem.NotFound();
        }

        response.Headers.ContentDisposition = $"attachment; filename=\"contact-{id.Value}.json\"";
        return TypedResults.Ok(new PersonalFileResponse(ContactResponse.Of(file.Contact), file.Lists, file.Messages, file.Consents, file.NumberChecks, file.History));
    }
}

/// <summary>A person's story.</summary>
/// <param name="Items">What happened, the newest first.</param>
public sealed record TimelineResponse(IReadOnlyList<ContactEvent> Items);

/// <summary>Everything that is kept of a person.</summary>
/// <param name="Contact">The person.</param>
/// <param name="ListNames">The lists they are on.</param>
/// <param name="Messages">Texts to and from them.</param>
/// <param name="ConsentEvents">What they agreed to, and what not.</param>
/// <param name="NumberChecks">What providers told of the number.</param>
/// <param name="Timeline">What happened, the newest first.</param>
public sealed record PersonalFileResponse(
    ContactResponse Contact,
    IReadOnlyList<string> ListNames,
    IReadOnlyList<PersonalText> Messages,
    IReadOnlyList<PersonalConsent> ConsentEvents,
    IReadOnlyList<PersonalCheck> NumberChecks,
    IReadOnlyList<ContactEvent> Timeline);
