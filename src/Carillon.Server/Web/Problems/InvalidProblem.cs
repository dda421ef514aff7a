using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Carillon.Server.Web.Problems;

/// <summary>422 as a typed answer; made by <see cref="ApiProblem"/>.</summary>
public sealed class InvalidProblem(ProblemBody body) : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult
{
    /// <summary>What is said.</summary>
    public ProblemBody Body { get; } = body;

    /// <inheritdoc/>
    public int? StatusCode => Body.Status;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext) => ProblemWriter.WriteAsync(httpContext, Body);

    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => ProblemWriter.Declare(builder, StatusCodes.Status422UnprocessableEntity);
}
