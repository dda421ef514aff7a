namespace Carillon.Server.Web.Operations;

/// <summary>Something that must work before this process should get requests. Rooms add their own.</summary>
public interface IReadinessPart
{
    /// <summary>Its name in the answer: <c>database</c>, <c>engine</c>.</summary>
    string Name { get; }

    /// <summary>Whether the process should get no requests while it fails; else it is only shown as degraded.</summary>
    bool IsEssential => true;

    /// <summary>What is wrong, in words without secrets; null: nothing.</summary>
    Task<string?> FindProblemAsync(CancellationToken cancellationToken);
}
