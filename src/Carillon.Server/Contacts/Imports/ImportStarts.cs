using Carillon.Access;
using Carillon.Contacts.Imports;

namespace Carillon.Server.Contacts.Imports;

/// <summary>Hands a file in under the name of who is here.</summary>
public sealed class ImportStarts(ImportDesk desk, CurrentWorkspace current)
{
    /// <summary>As <see cref="ImportDesk.AcceptAsync"/>.</summary>
    public Task<ImportOutcome> AcceptAsync(ImportOrder order, string fileName, Stream content, CancellationToken cancellationToken) =>
        desk.AcceptAsync(order, fileName, content, current.Actor, cancellationToken);
}
