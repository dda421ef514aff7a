using System.Collections.Frozen;

namespace Carillon.Access.Roles;

/// <summary>Which role has which permissions; <c>docs/roles.md</c> shows the same table to people.</summary>
public static class RolePermissions
{
    private static readonly FrozenDictionary<Role, FrozenSet<Permission>> Table = new Dictionary<Role, Permission[]>
    {
        [Role.Owner] = Enum.GetValues<Permission>(),
        [Role.Admin] = Enum.GetValues<Permission>(),
        [Role.Marketer] =
        [
            Permission.Own, Permission.See, Permission.Export, Permission.WriteContacts, Permission.WriteCampaigns, Permission.Send, Permission.Pause, Permission.Reply, Permission.OptOut,
        ],
        [Role.Inbox] = [Permission.Own, Permission.See, Permission.Reply, Permission.OptOut],
        [Role.Analyst] = [Permission.Own, Permission.See, Permission.Export],
        [Role.Compliance] =
        [
            Permission.Own, Permission.See, Permission.Export, Permission.Pause, Permission.OptOut, Permission.OptIn, Permission.ReadAudit,
        ],
    }.ToFrozenDictionary(entry => entry.Key, entry => entry.Value.ToFrozenSet());

    /// <summary>Whether a role has a permission.</summary>
    public static bool Has(this Role role, Permission permission) => Table.TryGetValue(role, out var permissions) && permissions.Contains(permission);

    /// <summary>Whether somebody of a role may decide about people of another: only owners decide about owners.</summary>
    public static bool MayDecideAbout(this Role role, Role other) => role.Has(Permission.ManageUsers) && (role == Role.Owner || other != Role.Owner);
}
