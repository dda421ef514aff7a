using Carillon.Primitives;
using Microsoft.AspNetCore.DataProtection;

namespace Carillon.Access;

/// <summary>
/// Keeps secrets of a workspace (a provider's token, a webhook's secret) so that a stolen database gives none away. What was
/// protected for one workspace and field opens for no other.
/// </summary>
public sealed class SecretBox(IDataProtectionProvider protection)
{
    /// <summary>The text to store instead of the value.</summary>
    /// <param name="workspace">Whose secret it is.</param>
    /// <param name="field">Which secret, by a name that never changes: <c>account:ID:authToken</c>.</param>
    /// <param name="value">The secret itself.</param>
    public string Protect(WorkspaceId workspace, string field, string value) => Of(workspace, field).Protect(value);

    /// <summary>The value again; fails with a cryptographic exception where the text was changed, moved or wrapped by another master key.</summary>
    public string Open(WorkspaceId workspace, string field, string text) => Of(workspace, field).Unprotect(text);

    private IDataProtector Of(WorkspaceId workspace, string field) => protection.CreateProtector("Carillon", "secret", workspace.ToString(), field);
}
