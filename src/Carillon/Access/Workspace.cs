using System.Collections.Frozen;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using PhoneNumbers;

namespace Carillon.Access;

/// <summary>One customer's separate world of contacts, senders and users; one seller with one brand.</summary>
public sealed class Workspace
{
    /// <summary>What providers told is kept at least so long: receipts are looked up when somebody asks what became of a message.</summary>
    public const int FewestCallbackDays = 30;

    /// <summary>What providers told is kept at most so long, unless for ever.</summary>
    public const int MostCallbackDays = 3650;

    private static readonly FrozenSet<string> Regions = PhoneNumberUtil.GetInstance().GetSupportedRegions().ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Its id.</summary>
    public required WorkspaceId Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; set; }

    /// <summary>Who it says it is in texts.</summary>
    public Brand Brand { get; set; } = new(null, null, null);

    /// <summary>The country of numbers written without a code, ISO 3166-1.</summary>
    public string DefaultRegion { get; set; } = "US";

    /// <summary>IANA zone of its reports and of schedules that name none.</summary>
    public string TimeZone { get; set; } = "America/New_York";

    /// <summary>Which texts keep quiet hours.</summary>
    public QuietHoursFor QuietHoursFor { get; set; } = QuietHoursFor.Marketing;

    /// <summary>Whether nobody works here without an authenticator app.</summary>
    public bool RequiresSecondFactor { get; set; }

    /// <summary>For how many days what providers told is kept after it was handled; null: for ever.</summary>
    public int? CallbackDays { get; set; }

    /// <summary>The first steps that somebody took or put off; what shows by itself (contacts, a provider) is not marked.</summary>
    public FirstSteps SettledSteps { get; set; }

    /// <summary>When it was made; the first one made is the installation's own.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether a text is a country that numbers can be read with, ISO 3166-1.</summary>
    public static bool IsRegion(string text) => Regions.Contains(text);

    /// <summary>Whether a text names a time zone, as IANA or Windows does.</summary>
    public static bool IsTimeZone(string text) => TimeZoneName.Of(text) is not null;

    private sealed class Mapping : IEntityTypeConfiguration<Workspace>
    {
        public void Configure(EntityTypeBuilder<Workspace> builder)
        {
            builder.Property(x => x.Name).HasMaxLength(120);
            builder.Property(x => x.Brand).HasJson();
            builder.Property(x => x.DefaultRegion).HasMaxLength(2);
            builder.Property(x => x.TimeZone).HasMaxLength(64);
            builder.Property(x => x.SettledSteps).HasDefaultValue(FirstSteps.None);
        }
    }
}

/// <summary>Who a workspace says it is.</summary>
/// <param name="Name">Stands in answers to keywords; null: the workspace's name.</param>
/// <param name="Help">A phone number, e-mail address or page for help.</param>
/// <param name="PostalAddress">Mailing address, which some laws want.</param>
public sealed record Brand(string? Name, string? Help, string? PostalAddress);

/// <summary>What a new workspace is led through.</summary>
[Flags]
public enum FirstSteps
{
    None = 0,

    /// <summary>Who the business is.</summary>
    Who = 1,

    /// <summary>How texts leave.</summary>
    Sending = 2,

    /// <summary>Bring contacts.</summary>
    People = 4,

    All = Who | Sending | People,
}

/// <summary>Which texts keep quiet hours.</summary>
public enum QuietHoursFor
{
    Marketing,
    All,
}
