using Carillon.Compliance.Consent;
using Carillon.Contacts.Numbers;
using Carillon.Primitives;
using PhoneNumbers;

namespace Carillon.Contacts.Imports;

/// <summary>An import as it is asked for, in the words of the edge; what is left out has the usual meaning.</summary>
public sealed record ImportOrder
{
    private const int MostInSource = 500;
    private const int MostInListName = 200;

    /// <summary>The name of the list that its people join; made when there is none.</summary>
    public string? ListName { get; init; }

    /// <summary>Or the id of one.</summary>
    public ContactListId? ListId { get; init; }

    /// <summary>What headers become; null: guessed.</summary>
    public IReadOnlyDictionary<string, string>? Mapping { get; init; }

    /// <summary>Whether what was said of the columns of an earlier file with the same header is said again; without one it is guessed.</summary>
    public bool IsMappingRemembered { get; init; }

    /// <summary>Whether everything is read and counted and nobody is stored.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>The country of numbers without a code; null: the workspace's.</summary>
    public string? DefaultRegion { get; init; }

    /// <summary>What happens to known numbers.</summary>
    public OnDuplicate OnDuplicate { get; init; } = OnDuplicate.FillBlanks;

    /// <summary>How numbers are checked: <c>offline</c>, <c>numverify</c> or <c>twilioLookup</c>.</summary>
    public string? Validation { get; init; }

    /// <summary>Whether to leave numbers aside that are known to take no texts.</summary>
    public bool IsMobileOnly { get; init; }

    /// <summary>Whether the people agreed to marketing texts.</summary>
    public ImportConsent? Consent { get; init; }

    /// <summary>Reads the options, or says for each what is wrong with it.</summary>
    /// <param name="workspaceRegion">The workspace's own country.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="errors">Where to say so.</param>
    internal ImportOptions ToOptions(string workspaceRegion, string actor, FieldErrors errors)
    {
        var region = DefaultRegion?.Trim().ToUpperInvariant() ?? workspaceRegion;
        if (!PhoneNumberUtil.GetInstance().GetSupportedRegions().Contains(region))
        {
            errors.Add("options.defaultRegion", "This is not the two-letter code of a country, such as US.");
        }

        var validation = Validation switch
        {
            null or "offline" => NumberCheckKind.Offline,
            "numverify" => NumberCheckKind.Numverify,
            "twilioLookup" => NumberCheckKind.TwilioLookup,
            _ => (NumberCheckKind?)null,
        };
        if (validation is null)
        {
            errors.Add("options.validation", "Say \"offline\", \"numverify\" or \"twilioLookup\", or leave it out.");
        }

        CheckList(errors);
        CheckMapping(errors);
        CheckConsent(errors);
        return new ImportOptions
        {
            Mapping = Mapping,
            DefaultRegion = region,
            OnDuplicate = OnDuplicate,
            IsMobileOnly = IsMobileOnly,
            IsMappingRemembered = IsMappingRemembered,
            IsDryRun = IsDryRun,
            Validation = validation ?? NumberCheckKind.Offline,
            ConsentSource = Consent?.Source?.Trim(),
            Actor = actor,
        };
    }

    private void CheckList(FieldErrors errors)
    {
        if (ListName is not null && ListId is not null)
        {
            errors.Add("options.listId", "Give listName or listId, not both.");
        }

        if (ListName is not null && (ListName.Trim().Length is 0 or > MostInListName || ListName.Contains('\0', StringComparison.Ordinal)))
        {
            errors.Add("options.listName", $"A list needs a name of at most {MostInListName} characters.");
        }
    }

    private void CheckMapping(FieldErrors errors)
    {
        var taken = new HashSet<ColumnTarget>();
        foreach (var (header, text) in Mapping ?? new Dictionary<string, string>())
        {
            if (!ColumnTarget.TryParse(text, out var target))
            {
                errors.Add($"options.mapping.{header}", $"\"{text}\" is no field. Say phone, otherPhone, firstName, lastName, fullName, email, timeZone, region, tags, attributes.x or ignore; of a row's second person person2.phone and so on.");
            }
            else if (target != ColumnTarget.Ignored && !taken.Add(target) && target.Field is not ContactField.OtherPhone)
            {
                errors.Add($"options.mapping.{header}", $"Another column becomes {target} already.");
            }
        }

        if (Mapping is not null && !taken.Any(target => target.Field is ContactField.Phone))
        {
            errors.Add("options.mapping", "No column is mapped to phone.");
        }
    }

    private void CheckConsent(FieldErrors errors)
    {
        if (Consent is null)
        {
            return;
        }

        if (Consent.Sms is not "subscribed")
        {
            errors.Add("options.consent.sms", "Say \"subscribed\", or leave consent out.");
        }

        if (Consent.Source is null || Consent.Source.Trim().Length is 0 or > MostInSource || Consent.Source.Contains('\0', StringComparison.Ordinal))
        {
            errors.Add("options.consent.source", $"Say where and how these people agreed, in at most {MostInSource} characters.");
        }
        else if (ConsentSource.Problem(Consent.Source) is { } problem)
        {
            errors.Add("options.consent.source", problem);
        }
    }
}

/// <summary>A declared agreement.</summary>
/// <param name="Sms">For texts: <c>subscribed</c>.</param>
/// <param name="Source">Where and how the people agreed.</param>
public sealed record ImportConsent(string? Sms, string? Source);
