using System.Security.Cryptography;
using Carillon.Compliance;
using Carillon.Compliance.Programmes;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Accounts;
using Carillon.Server.Compliance;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Receiving.Joining;

/// <summary>What the page of sign-up forms shows and does.</summary>
public sealed class FormsDesk(CarillonDb db, IListsToJoin lists, TimeProvider time)
{
    private const int MostShown = 200;

    /// <summary>The forms, and what a new one can name.</summary>
    public async Task<FormsLook> ReadAsync(CancellationToken cancellationToken) => new(
        await db.OptInForms.AsNoTracking().OrderByDescending(row => row.CreatedAt).Take(MostShown).ToListAsync(cancellationToken),
        await db.Senders.AsNoTracking().Where(row => row.Channel == Channel.Sms).OrderBy(row => row.Address).ToListAsync(cancellationToken),
        await db.Set<ContactList>().AsNoTracking().Where(row => row.Filter == null).OrderBy(row => row.Name).Take(MostShown).ToListAsync(cancellationToken),
        await OptInFormReads.BrandAsync(db, cancellationToken));

    /// <summary>Makes a draft.</summary>
    /// <returns>What is wrong; empty: it is made.</returns>
    public async Task<IReadOnlyList<string>> AddAsync(FormInput input, CancellationToken cancellationToken)
    {
        var (name, heading, wording) = (input.Name?.Trim() ?? "", input.Heading?.Trim() ?? "", input.Wording?.Trim() ?? "");
        if (name.Length is 0 or > 120 || heading.Length is 0 or > 200 || wording.Length is 0 or > 2000)
        {
            return ["A form needs a name, a title and the words that people agree to."];
        }

        if (Id.TryParse<ContactListId>(input.List, out var joined) && await lists.WhyNotAsync(db, joined, cancellationToken) is { } why)
        {
            return [why];
        }

        var now = time.GetUtcNow().Stored();
        var form = new OptInForm
        {
            Id = Id.New<OptInFormId>(time),
            WorkspaceId = db.Workspace,
            Slug = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
            Name = name,
            Heading = heading,
            Wording = wording,
            TermsUrl = Address(input.TermsUrl),
            PrivacyUrl = Address(input.PrivacyUrl),
            SenderId = Id.TryParse<SenderId>(input.Sender, out var sender) ? sender : null,
            ListId = Id.TryParse<ContactListId>(input.List, out var list) ? list : null,
            IsDoubleOptIn = !input.IsSingle,
            CreatedAt = now,
            UpdatedAt = now,
        };
        var missing = form.Missing(await OptInFormReads.BrandAsync(db, cancellationToken));
        if (missing.Count > 0)
        {
            return missing;
        }

        db.OptInForms.Add(form);
        await db.SaveChangesAsync(cancellationToken);
        return [];
    }

    /// <summary>Publishes or closes one.</summary>
    /// <returns>What is missing; empty: it is done.</returns>
    public async Task<IReadOnlyList<string>> TurnAsync(OptInFormId id, bool isOn, CancellationToken cancellationToken)
    {
        if (await db.OptInForms.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } form)
        {
            return ["There is no such form."];
        }

        var missing = isOn ? form.Missing(await OptInFormReads.BrandAsync(db, cancellationToken)) : [];
        if (missing.Count == 0)
        {
            (form.IsPublished, form.UpdatedAt) = (isOn, time.GetUtcNow().Stored());
            await db.SaveChangesAsync(cancellationToken);
        }

        return missing;
    }

    private static string? Address(string? text) =>
        text?.Trim() is { Length: > 0 and <= 500 } url && Uri.TryCreate(url, UriKind.Absolute, out var read) && read.Scheme is ("https" or "http") ? url : null;
}

/// <summary>What the page of sign-up forms shows.</summary>
public sealed record FormsLook(IReadOnlyList<OptInForm> Forms, IReadOnlyList<Sender> Senders, IReadOnlyList<ContactList> Lists, string? Brand);

/// <summary>What the form for a form sends.</summary>
public sealed class FormInput
{
    public string? Name { get; set; }

    public string? Heading { get; set; }

    public string? Wording { get; set; }

    public string? TermsUrl { get; set; }

    public string? PrivacyUrl { get; set; }

    public string? Sender { get; set; }

    public string? List { get; set; }

    public bool IsSingle { get; set; }
}
