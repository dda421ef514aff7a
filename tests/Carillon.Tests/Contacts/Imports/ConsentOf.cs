using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Contacts.Imports;

/// <summary>Looks at and prepares what is known of numbers.</summary>
internal static class ConsentOf
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task UnsubscribedAsync(ContactsWorld world, string phone)
    {
        await using var db = world.Database.OpenEverybody();
        db.Add(new ConsentState
        {
            WorkspaceId = world.Workspace,
            Phone = PhoneNumber.FromStored(phone),
            Channel = Channel.Sms,
            Purpose = Purpose.Marketing,
            Status = ConsentStatus.Unsubscribed,
            ConfirmedAt = world.Time.GetUtcNow(),
        });
        await db.SaveChangesAsync(Token);
    }

    public static async Task SuppressedAsync(ContactsWorld world, string phone)
    {
        await using var db = world.Database.OpenEverybody();
        db.Add(new Suppression
        {
            WorkspaceId = world.Workspace,
            Phone = PhoneNumber.FromStored(phone),
            Channel = Channel.Sms,
            Reason = SkipReason.OptedOut,
            At = world.Time.GetUtcNow(),
        });
        await db.SaveChangesAsync(Token);
    }

    public static async Task<IReadOnlyList<string>> StatesAsync(ContactsWorld world)
    {
        await using var db = world.Database.OpenEverybody();
        var states = await db.Set<ConsentState>().OrderBy(state => state.Phone).ToListAsync(Token);
        return [.. states.Select(state => $"{state.Phone} {state.Status} {state.Source}")];
    }

    public static async Task<IReadOnlyList<string>> EventsAsync(ContactsWorld world)
    {
        await using var db = world.Database.OpenEverybody();
        var events = await db.Set<ConsentEvent>().OrderBy(told => told.Phone).ToListAsync(Token);
        return [.. events.Select(told => $"{told.Phone} {told.Kind} {told.Method} {told.Text} {told.Actor}")];
    }
}
