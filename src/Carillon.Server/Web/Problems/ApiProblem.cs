using Carillon.Access;

namespace Carillon.Server.Web.Problems;

/// <summary>Makes the refusals that handlers return; each has a type of its own, so that a handler's return type lists them.</summary>
public static class ApiProblem
{
    /// <summary>404: there is no such thing, or it is another workspace's.</summary>
    public static NotFoundProblem NotFound(string detail = "There is nothing here under this id.") =>
        new(ProblemBody.Of(StatusCodes.Status404NotFound, "not-found", detail));

    /// <summary>409: it exists, but not in a state that allows this.</summary>
    /// <param name="code">Stable, kebab-case: <c>campaign-not-draft</c>, <c>phone-in-use</c>, …</param>
    /// <param name="detail">What is the case and what to do.</param>
    public static ConflictProblem Conflict(string code, string detail) => new(ProblemBody.Of(StatusCodes.Status409Conflict, code, detail));

    /// <summary>422: fields are wrong; says which and why.</summary>
    public static InvalidProblem Invalid(InputErrors errors) =>
        new(ProblemBody.Of(StatusCodes.Status422UnprocessableEntity, errors.Code, errors.Detail) with { Errors = errors.ByField });

    /// <summary>422 for one field.</summary>
    /// <param name="field">Its path as the caller wrote it: <c>audience.lists[0]</c>.</param>
    /// <param name="message">What is wrong with it.</param>
    /// <param name="code">Stable code.</param>
    public static InvalidProblem Invalid(string field, string message, string code = InputErrors.Invalid)
    {
        var errors = new InputErrors();
        errors.Add(field, message, code);
        return Invalid(errors);
    }

    /// <summary>403: the key is good and does not reach so far.</summary>
    public static ForbiddenProblem Forbidden(ApiScope required)
    {
        var scope = Api.ApiJson.NameOf(required);
        return new(ProblemBody.Of(StatusCodes.Status403Forbidden, "forbidden", $"This needs a key with scope {scope}.") with { RequiredScope = scope });
    }

    /// <summary>403 with a reason of its own, where no scope would help.</summary>
    public static ForbiddenProblem Forbidden(string code, string detail) => new(ProblemBody.Of(StatusCodes.Status403Forbidden, code, detail));
}
