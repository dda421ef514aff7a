using Carillon.Access;

namespace Carillon.Server.Access;

/// <summary>Roles for people.</summary>
internal static class RoleWords
{
    public static string Of(Role role) => role switch
    {
        Role.Owner => "Owner",
        Role.Admin => "Admin",
        Role.Marketer => "Marketer",
        Role.Inbox => "Inbox",
        Role.Analyst => "Analyst",
        Role.Compliance => "Compliance",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    public static string About(Role role) => role switch
    {
        Role.Owner => "may do everything and decides about owners.",
        Role.Admin => "may do everything but decide about owners.",
        Role.Marketer => "works with contacts, campaigns and conversations.",
        Role.Inbox => "reads and answers conversations.",
        Role.Analyst => "looks at everything and changes nothing.",
        Role.Compliance => "looks at everything, records consent, pauses campaigns and reads the audit log.",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };
}
