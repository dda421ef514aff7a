using Carillon.Compliance;
using Carillon.Compliance.Programmes;
using Carillon.Primitives;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Compliance;

/// <summary>Makes and drops the workspace's own keywords, for the API and the page.</summary>
public sealed class KeywordDesk(CarillonDb db, TimeProvider time)
{
    /// <summary>The code where the word is one already.</summary>
    public const string InUse = "keyword-in-use";

    private const int MostName = 120;
    private const int MostWording = 2000;
    private const int MostShown = 200;

    /// <summary>The keywords, the newest first, and the brand that a wording must name.</summary>
    public async Task<KeywordsLook> ReadAsync(CancellationToken cancellationToken) => new(
        await db.KeywordProgrammes.AsNoTracking().OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id).Take(MostShown).ToListAsync(cancellationToken),
        await OptInFormReads.BrandAsync(db, cancellationToken));

    /// <summary>Makes one; null, with the reasons, where it cannot be.</summary>
    public async Task<KeywordProgramme?> AddAsync(KeywordRequest request, InputErrors errors, CancellationToken cancellationToken)
    {
        var isOptOut = request.Kind is KeywordKind.OptOut;
        var (keyword, problem) = ProgrammeBook.Read(errors.Text("keyword", request.Keyword, 40));
        if (problem is not null && !string.IsNullOrWhiteSpace(request.Keyword))
        {
            errors.Add("keyword", problem);
        }

        var name = errors.Text("name", request.Name, MostName);
        var wording = isOptOut ? "" : await WordingAsync(request, errors, cancellationToken);
        if (isOptOut)
        {
            NeedNone(request, errors);
        }

        if (!errors.Any && await db.KeywordProgrammes.AnyAsync(row => row.Keyword == keyword, cancellationToken))
        {
            errors.Add("keyword", $"{keyword} is a keyword already.", InUse);
        }

        if (errors.Any || keyword is null)
        {
            return null;
        }

        var programme = new KeywordProgramme
        {
            Id = Id.New<ProgrammeId>(time),
            WorkspaceId = db.Workspace,
            Keyword = keyword,
            Name = name,
            Wording = wording,
            IsDoubleOptIn = request.DoubleOptIn ?? false,
            IsOptOut = isOptOut,
            CreatedAt = time.GetUtcNow().Stored(),
        };
        db.KeywordProgrammes.Add(programme);
        await db.SaveChangesAsync(cancellationToken);
        return programme;
    }

    /// <summary>Drops one; false: there is none. Who joined or left by it stays as they are.</summary>
    public async Task<bool> DropAsync(ProgrammeId id, CancellationToken cancellationToken) =>
        await db.KeywordProgrammes.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken) > 0;

    private async Task<string> WordingAsync(KeywordRequest request, InputErrors errors, CancellationToken cancellationToken)
    {
        var wording = errors.Text("wording", request.Wording, MostWording);
        var brand = await OptInFormReads.BrandAsync(db, cancellationToken);
        foreach (var missing in wording.Length > 0 ? Disclosures.Missing(wording, brand) : [])
        {
            errors.Add("wording", missing);
        }

        return wording;
    }

    private static void NeedNone(KeywordRequest request, InputErrors errors)
    {
        if (!string.IsNullOrWhiteSpace(request.Wording))
        {
            errors.Add("wording", "is for keywords by which people join: nobody agrees to anything with this one");
        }

        if (request.DoubleOptIn is true)
        {
            errors.Add("doubleOptIn", "is for keywords by which people join");
        }
    }
}

/// <summary>What the page of keywords shows.</summary>
public sealed record KeywordsLook(IReadOnlyList<KeywordProgramme> Keywords, string? Brand);
