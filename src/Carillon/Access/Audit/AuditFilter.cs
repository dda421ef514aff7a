namespace Carillon.Access.Audit;

/// <summary>Which entries somebody looks for; what is null or empty narrows nothing.</summary>
public sealed record AuditFilter(string? Actor, string? Action, string? Subject, DateTimeOffset? From, DateTimeOffset? To)
{
    /// <summary>Narrows a query.</summary>
    public IQueryable<AuditEntry> Apply(IQueryable<AuditEntry> entries)
    {
        var (actor, action, subject, from, to) = this;
        entries = string.IsNullOrEmpty(actor) ? entries : entries.Where(entry => entry.Actor == actor);
        entries = string.IsNullOrEmpty(action) ? entries : entries.Where(entry => entry.Action == action);
        entries = string.IsNullOrEmpty(subject) ? entries : entries.Where(entry => entry.Subject == subject);
        entries = from is null ? entries : entries.Where(entry => entry.At >= from);
        return to is null ? entries : entries.Where(entry => entry.At < to);
    }
}
