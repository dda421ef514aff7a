using Carillon.Access;
using Carillon.Channels;
using Carillon.Compliance;
using Carillon.Compliance.QuietHours;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Accounts;
using Carillon.Storage;
using Carillon.Text;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Receiving.Texts;

/// <summary>
/// The answers that law wants to keywords: written as messages in the transaction that handles the text, from the sender
/// written to, and never later than the rule pack allows after it. Where the provider answers a word itself, ours stays silent.
/// </summary>
internal sealed class KeywordReplies(MessageProviders providers, LegalHours hours, TimeProvider time)
{
    private static readonly string[] Languages = ["en", "fr", "es"];
    private static readonly TimeSpan Repetition = TimeSpan.FromMinutes(5);

    /// <summary>An answer that nothing keeps leaves sooner than this.</summary>
    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    /// <summary>Confirms an opt-out: once, and not to a person who hears it for the second time within a day.</summary>
    public async Task<SenderId?> ConfirmOptOutAsync(CarillonDb db, HeardText heard, TakenOptOut optOut, CancellationToken cancellationToken)
    {
        if (optOut is not { IsNew: true, IsRepeated: false })
        {
            return null;
        }

        await OvertakeAsync(db, heard, cancellationToken);
        return await WriteAsync(db, heard, brand => [KeywordAnswers.OptOut(brand.Name, heard.Meaning.Language)], isOnce: true, cancellationToken);
    }

    /// <summary>Confirms that texts may come again.</summary>
    public async Task<SenderId?> ConfirmResumeAsync(CarillonDb db, HeardText heard, CancellationToken cancellationToken)
    {
        await OvertakeAsync(db, heard, cancellationToken);
        return await WriteAsync(db, heard, brand => InEachLanguage(heard, language => KeywordAnswers.OptIn(brand.Name, language)), isOnce: false, cancellationToken);
    }

    /// <summary>Asks for the yes that a programme with double opt-in wants.</summary>
    public Task<SenderId?> AskAsync(CarillonDb db, HeardText heard, CancellationToken cancellationToken) =>
        WriteAsync(db, heard, brand => InEachLanguage(heard, language => KeywordAnswers.ConfirmOptIn(brand.Name, language)), isOnce: false, cancellationToken);

    /// <summary>Answers a call for help: where the workspace says, else at the number written to, whose texts people read.</summary>
    public async Task<SenderId?> HelpAsync(CarillonDb db, HeardText heard, CancellationToken cancellationToken)
    {
        var most = await MostAMonthAsync(db, heard.Workspace, cancellationToken);
        return await WriteAsync(
            db, heard, brand => InEachLanguage(heard, language => KeywordAnswers.Help(brand.Name, brand.Help, language, heard.Sender?.Address, most)), isOnce: false, cancellationToken);
    }

    /// <summary>How many marketing texts the caps let a number get in a month: what HELP tells of how often they come.</summary>
    private async Task<int?> MostAMonthAsync(CarillonDb db, WorkspaceId workspace, CancellationToken cancellationToken)
    {
        var own = await db.WorkspaceRules.AsNoTracking().SingleOrDefaultAsync(x => x.WorkspaceId == workspace, cancellationToken);
        return (own?.Over(hours.Pack) ?? hours.Pack).MarketingCaps.OrderByDescending(cap => cap.Span).FirstOrDefault(cap => cap.Span >= Month)?.Most;
    }

    /// <summary>An answer to what the person said before, which something keeps from leaving, is not true any more when it would leave.</summary>
    private async Task OvertakeAsync(CarillonDb db, HeardText heard, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var lately = now - Prompt;
        var stuck = db.OutboundMessages.Where(
            message => message.WorkspaceId == heard.Workspace && message.To == heard.Text.From && message.Kind == MessageKind.KeywordAnswer && message.QueuedAt < lately);
        await WaitingCancellation.CancelAsync(db, stuck, nameof(SkipReason.Expired), now, cancellationToken);
    }

    private static IReadOnlyList<string> InEachLanguage(HeardText heard, Func<string, string> words) =>
        [words(heard.Meaning.Language), .. Languages.Select(words)];

    /// <summary>Writes the first of the bodies, unless (not <paramref name="isOnce"/>) one of them went to the number in the last five minutes.</summary>
    private async Task<SenderId?> WriteAsync(
        CarillonDb db, HeardText heard, Func<(string Name, string? Help), IReadOnlyList<string>> words, bool isOnce, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var expiresAt = heard.At + hours.Pack.Keywords.ConfirmWithin;
        if (heard.Sender is not { } sender || expiresAt <= now || AnswersItself(heard, sender))
        {
            return null;
        }

        var workspace = await db.Set<Workspace>().AsNoTracking().SingleAsync(x => x.Id == heard.Workspace, cancellationToken);
        var bodies = words((string.IsNullOrWhiteSpace(workspace.Brand.Name) ? workspace.Name : workspace.Brand.Name, workspace.Brand.Help));
        if (!isOnce && await WasAnsweredAsync(db, heard, bodies, now, cancellationToken))
        {
            return null;
        }

        db.OutboundMessages.Add(OutboundMessage.Single(
            Id.New<MessageId>(time), heard.Workspace, sender.Id, heard.Contact, heard.Text.From, MessageKind.KeywordAnswer, Purpose.Transactional,
            bodies[0], SmsText.Count(bodies[0]).Segments, now, expiresAt));
        await db.SaveChangesAsync(cancellationToken);
        return sender.Id;
    }

    /// <summary>Whether the provider answers these words, or says that it did.</summary>
    private bool AnswersItself(HeardText heard, Sender sender)
    {
        if (heard.Text.TakenFor is not null)
        {
            return true;
        }

        var capabilities = providers[heard.Source].Capabilities;
        var words = heard.Meaning.Kind is InboundKind.OptOut ? capabilities.StopKeywords : capabilities.OwnKeywords;
        return sender.AnswersKeywords && words.Contains(heard.Text.Body.Trim().ToUpperInvariant());
    }

    private static Task<bool> WasAnsweredAsync(CarillonDb db, HeardText heard, IReadOnlyList<string> bodies, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = now - Repetition;
        return db.OutboundMessages.AnyAsync(
            x => x.WorkspaceId == heard.Workspace && x.ContactId == heard.Contact && x.QueuedAt > since && x.Kind == MessageKind.KeywordAnswer
                && bodies.Contains(x.Body),
            cancellationToken);
    }
}
