using Carillon.Cluster;
using Carillon.Compliance.Programmes;
using Carillon.Contacts.Bulk;
using Carillon.Contacts.Duplicates;
using Carillon.Contacts.Engagement;
using Carillon.Contacts.Erasure;
using Carillon.Contacts.Imports;
using Carillon.Contacts.Imports.Undo;
using Carillon.Contacts.Merging;
using Carillon.Contacts.Numbers;
using Carillon.Contacts.Suppressions;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Contacts;

/// <summary>Registration of this room.</summary>
public static class ContactsRegistration
{
    /// <summary>Adds people, lists and imports. Needs the database, its options, signals and the clock.</summary>
    public static IServiceCollection AddContacts(this IServiceCollection services)
    {
        services.AddScoped<ContactDirectory>();
        services.AddSingleton<EngagementScore>();
        services.AddSingleton<ContactSources>();
        services.AddScoped<ContactBook>();
        services.AddScoped<ListBook>();
        services.AddSingleton<IListsToJoin, ListsToJoin>();
        services.AddScoped<ContactMerger>();
        services.AddScoped<ContactEraser>();
        services.AddSingleton<IJobKind, ErasureWork>();
        services.AddSingleton<WishesKept>();
        services.AddSingleton<ImportUndo>();
        services.AddSingleton<IJobKind>(provider => provider.GetRequiredService<ImportUndo>());
        services.AddScoped<BulkDesk>();
        services.AddSingleton<IJobKind, BulkWork>();
        services.AddScoped<DuplicateFinder>();
        services.AddScoped<NumberCheckDesk>();
        services.AddSingleton<IJobKind, NumberCheckWork>();
        services.AddScoped<ImportDesk>();
        services.AddScoped<SuppressionFile>();
        services.AddSingleton<ImportUploads>();
        services.AddSingleton<NumberChecks>();
        services.AddSingleton<ImportRun>();
        services.AddSingleton<IJobKind, ImportJob>();
        return services;
    }
}
