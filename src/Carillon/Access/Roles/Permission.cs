namespace Carillon.Access.Roles;

/// <summary>What a person's role may allow. Who has which stands in <see cref="RolePermissions"/>, what opens with which in the server's <c>RoutePolicy</c>.</summary>
public enum Permission
{
    /// <summary>Look at contacts, campaigns, conversations, senders and figures.</summary>
    See,

    /// <summary>Take rows away in a file.</summary>
    Export,

    /// <summary>Add, change, import and delete contacts, lists and segments.</summary>
    WriteContacts,

    /// <summary>Write campaigns and templates.</summary>
    WriteCampaigns,

    /// <summary>Begin, schedule, resume and cancel campaigns.</summary>
    Send,

    /// <summary>Pause campaigns.</summary>
    Pause,

    /// <summary>Answer people in conversations.</summary>
    Reply,

    /// <summary>Record that somebody wants no more.</summary>
    OptOut,

    /// <summary>Record that somebody agreed, which may lift a suppression, and decide what a doubtful text meant.</summary>
    OptIn,

    /// <summary>Read who did what.</summary>
    ReadAudit,

    /// <summary>Repair: try events again, reconcile, settle what is in doubt.</summary>
    Operate,

    /// <summary>Logins at providers, their secrets, senders and limits.</summary>
    ManageSenders,

    /// <summary>Who the business is, and its rules.</summary>
    ManageWorkspace,

    /// <summary>Take away a backup: everything of every workspace, with the key to its secrets.</summary>
    TakeBackup,

    /// <summary>Keys of programs, and their webhook endpoints.</summary>
    ManageKeys,

    /// <summary>Who may sign in, and as what.</summary>
    ManageUsers,

    /// <summary>One's own password, second factor and sessions.</summary>
    Own,
}
