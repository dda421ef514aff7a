using Carillon.Primitives;
using Carillon.Storage;
using Carillon.Text;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Receiving.Conversations;

/// <summary>Keeps the replies that are used again.</summary>
public sealed class SavedReplyBook(CarillonDb db, TimeProvider time)
{
    /// <summary>Most of them a workspace keeps.</summary>
    public const int Most = 200;

    /// <summary>All of them by name.</summary>
    public async Task<IReadOnlyList<SavedReply>> ListAsync(CancellationToken cancellationToken) =>
        await db.SavedReplies.AsNoTracking().OrderBy(row => row.Name).Take(Most).ToListAsync(cancellationToken);

    /// <summary>Keeps one, new or changed; what is wrong with it, or nothing.</summary>
    public async Task<IReadOnlyList<string>> SaveAsync(SavedReplyId? id, string? name, string? body, CancellationToken cancellationToken)
    {
        var (title, words) = ((name ?? "").Trim(), TextNormalisation.ForSaving(body ?? ""));
        var wrong = new List<string>();
        if (title.Length is 0 or > 80)
        {
            wrong.Add("Give it a name of at most 80 characters.");
        }

        if (string.IsNullOrWhiteSpace(words) || words.Length > 1600)
        {
            wrong.Add("Write what it says, in at most 1,600 characters.");
        }
        else if (MessageTemplate.Parse(words, "brand") is TemplateReading.Refused refused)
        {
            wrong.Add(refused.Message);
        }
        else if (MessageTemplate.Parse(words, "brand") is TemplateReading.Parsed { Template.UnknownVariables: [var unknown, ..] })
        {
            wrong.Add($"Nothing is known under the name “{unknown}”.");
        }

        if (await db.SavedReplies.AnyAsync(row => row.Name == title && row.Id != (id ?? default), cancellationToken))
        {
            wrong.Add("There is a reply of this name already.");
        }

        return wrong.Count > 0 ? wrong : await KeepAsync(id, title, words, cancellationToken);
    }

    /// <summary>Forgets one.</summary>
    public Task RemoveAsync(SavedReplyId id, CancellationToken cancellationToken) => db.SavedReplies.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken);

    private async Task<IReadOnlyList<string>> KeepAsync(SavedReplyId? id, string name, string body, CancellationToken cancellationToken)
    {
        if (id is { } known)
        {
            var changed = await db.SavedReplies.Where(row => row.Id == known)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Name, name).SetProperty(row => row.Body, body), cancellationToken);
            return changed > 0 ? [] : ["It was deleted in the meantime."];
        }

        if (await db.SavedReplies.CountAsync(cancellationToken) >= Most)
        {
            return [$"At most {Most} replies can be kept."];
        }

        db.SavedReplies.Add(new SavedReply { Id = Id.New<SavedReplyId>(time), WorkspaceId = db.Workspace, Name = name, Body = body, CreatedAt = time.GetUtcNow().Stored() });
        await db.SaveChangesAsync(cancellationToken);
        return [];
    }
}
