namespace Carillon.Access.Audit;

/// <summary>Everything the audit log tells of, so that the list can be read in one place.</summary>
public static class AuditActions
{
    public const string SignedIn = "sign-in.made";
    public const string SignInRefused = "sign-in.refused";
    public const string SignedOut = "sign-in.ended";
    public const string SessionsRevoked = "sessions.revoked";
    public const string AccessRefused = "access.refused";
    public const string WorkspaceMade = "workspace.made";
    public const string WorkspaceChanged = "workspace.changed";
    public const string UserAdded = "user.added";
    public const string UserRoleChanged = "user.role-changed";
    public const string UserDeactivated = "user.deactivated";
    public const string UserReactivated = "user.reactivated";
    public const string PasswordChanged = "user.password-changed";
    public const string InvitationMade = "invitation.made";
    public const string InvitationRevoked = "invitation.revoked";
    public const string InvitationAccepted = "invitation.accepted";
    public const string SecondFactorAdded = "second-factor.added";
    public const string SecondFactorRemoved = "second-factor.removed";
    public const string SecondFactorReset = "second-factor.reset";
    public const string SecondFactorRequired = "second-factor.required";
    public const string SecondFactorOptional = "second-factor.made-optional";
    public const string RecoveryCodesMade = "recovery-codes.made";
    public const string RecoveryCodeUsed = "recovery-code.used";
    public const string PasskeyAdded = "passkey.added";
    public const string PasskeyRemoved = "passkey.removed";
    public const string KeyMade = "api-key.made";
    public const string KeyRevoked = "api-key.revoked";
    public const string AccountMade = "account.made";
    public const string AccountChanged = "account.changed";
    public const string AccountDeleted = "account.deleted";
    public const string SenderMade = "sender.made";
    public const string SenderChanged = "sender.changed";
    public const string SenderRemoved = "sender.removed";
    public const string CampaignStarted = "campaign.started";
    public const string CampaignScheduled = "campaign.scheduled";

    /// <summary>A campaign could not begin when its time came, and is a draft again.</summary>
    public const string CampaignNotStarted = "campaign.not-started";
    public const string CampaignPaused = "campaign.paused";
    public const string CampaignResumed = "campaign.resumed";
    public const string CampaignCancelled = "campaign.cancelled";
    public const string CampaignArchived = "campaign.archived";
    public const string CampaignRestored = "campaign.restored";
    public const string MessageSettled = "message.settled";
    public const string RuleChanged = "rule.changed";
    public const string RuleLoosened = "rule.loosened";
    public const string SuppressionsImported = "suppressions.imported";
    public const string SuppressionLifted = "suppression.lifted";
    public const string ContactErased = "contact.erased";
    public const string BackupMade = "backup.made";
    public const string BackupPlanned = "backup.planned";
    public const string BackupTaken = "backup.taken";
    public const string Exported = "data.exported";
}
