using System.Text.Json.Serialization;

namespace Carillon.Server.Web.Problems;

/// <summary>What every refusal says: RFC 9457 problem details with a stable code.</summary>
/// <param name="Type">A URI that names the kind of problem; the code again.</param>
/// <param name="Title">The kind in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What happened this time and what to do.</param>
/// <param name="Code">Stable name in kebab-case, for programs.</param>
public sealed record ProblemBody(string Type, string Title, int Status, string Detail, string Code)
{
    /// <summary>For input: what is wrong with which field.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }

    /// <summary>For 403: the least scope that would do.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RequiredScope { get; init; }

    /// <summary>For 5xx: what to look for in the logs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceId { get; init; }

    /// <summary>A problem whose title follows from its status.</summary>
    public static ProblemBody Of(int status, string code, string detail) =>
        new($"urn:carillon:problem:{code}", TitleOf(status), status, detail, code);

    private static string TitleOf(int status) => status switch
    {
        400 => "The request is malformed",
        401 => "A key is needed",
        403 => "Not allowed",
        404 => "Not found",
        405 => "Method not allowed",
        409 => "Not in this state",
        413 => "Too large",
        415 => "Unsupported content type",
        422 => "The input is not valid",
        429 => "Too many requests",
        503 => "Not ready",
        _ => status < 500 ? "The request was refused" : "Something broke on our side",
    };
}
