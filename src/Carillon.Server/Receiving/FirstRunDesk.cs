using Carillon.Access;
using Carillon.Contacts;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Receiving;

/// <summary>What the first steps of a new workspace do beside the rooms they lead to.</summary>
public sealed class FirstRunDesk(CarillonDb db, ContactBook people, ListBook lists)
{
    /// <summary>The list of people who are made up.</summary>
    public const string MadeUpList = "Made-up people";

    // Numbers 555-0100 to 555-0199 belong to nobody: they are kept for films and for such as these.
    private static readonly (string FirstName, string LastName, string Phone)[] MadeUp =
    [
        ("Ada", "Okafor", "+12125550101"), ("Ben", "Alvarez", "+13125550102"), ("Chloe", "Martin", "+14155550103"), ("David", "Nguyen", "+17135550104"), ("Elena", "Rossi", "+12065550105"),
        ("Farid", "Haddad", "+16175550106"), ("Grace", "Kim", "+13035550107"), ("Henry", "Walsh", "+14045550108"), ("Ines", "Costa", "+16025550109"), ("Jonas", "Berg", "+16125550110"),
    ];

    /// <summary>Marks a step as taken or put off.</summary>
    public async Task<FirstSteps> SettleAsync(FirstSteps step, CancellationToken cancellationToken)
    {
        await using var write = await db.BeginWriteAsync(cancellationToken);
        var workspace = await db.Workspaces.SingleAsync(row => row.Id == db.Workspace, cancellationToken);
        workspace.SettledSteps |= step;
        await db.SaveChangesAsync(cancellationToken);
        await write.CommitAsync(cancellationToken);
        return workspace.SettledSteps;
    }

    /// <summary>Adds ten people who do not exist, on a list of their own, to try everything on; how many were not there yet. They have agreed to nothing.</summary>
    public async Task<int> AddMadeUpAsync(CancellationToken cancellationToken)
    {
        var list = await db.ContactLists.AsNoTracking().Where(row => row.Name == MadeUpList && row.Filter == null).Select(row => (Primitives.ContactListId?)row.Id).FirstOrDefaultAsync(cancellationToken)
            ?? (await lists.AddAsync(MadeUpList, "They do not exist: their numbers belong to nobody.", cancellationToken) as ListOutcome.Saved)?.List.Id;
        var added = 0;
        foreach (var (firstName, lastName, phone) in MadeUp)
        {
            var change = new ContactChange { FirstName = firstName, LastName = lastName, Phone = phone, Lists = new List<Primitives.ContactListId>(list is { } on ? [on] : []) };
            added += await people.AddAsync(change, cancellationToken) is ContactOutcome.Saved ? 1 : 0;
        }

        return added;
    }
}
