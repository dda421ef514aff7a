using Carillon.Access;
using Carillon.Audiences;
using Carillon.Campaigns;
using Carillon.Channels;
using Carillon.Cluster;
using Carillon.Compliance;
using Carillon.Contacts;
using Carillon.Receiving;
using Carillon.Sending;
using Carillon.Sending.Dispatch;
using Carillon.Server.Access;
using Carillon.Server.Access.Audit;
using Carillon.Server.Campaigns;
using Carillon.Server.Commands;
using Carillon.Server.Compliance;
using Carillon.Server.Contacts;
using Carillon.Server.Contacts.Suppressions;
using Carillon.Server.Receiving;
using Carillon.Server.Receiving.Joining;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Edge;
using Carillon.Server.Web.Operations;
using Carillon.Server.Web.Reference;
using Carillon.Server.Web.Settings;
using Carillon.Server.Web.Shell;
using Carillon.Server.Web.Start;
using Carillon.Storage;
using Carillon.Storage.Backups;
using Microsoft.AspNetCore.Hosting.Server;

namespace Carillon.Server.Web;

/// <summary>The whole server, put together: for the command line, for tests and for measurements in their own process.</summary>
public static class CarillonServer
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(30);

    /// <summary>A builder with the configuration read: appsettings.json beside the program, environment, command line.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        // The slim one leaves out what no installation uses: IIS, HTTP/3, logs for Windows and for debuggers.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(CarillonServer).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseKestrelHttpsConfiguration();

        // The silo's advice on collectors and its complaints about a busy machine are nothing an operator can act on.
        builder.Logging.AddFilter("Orleans", LogLevel.Error);
        builder.Logging.AddFilter("Polly", LogLevel.Warning);
        return builder;
    }

    /// <summary>Everything registered and mapped; starting it is the caller's.</summary>
    /// <param name="builder">With the configuration.</param>
    /// <param name="settings">What was read from it.</param>
    /// <param name="alter">Last changes, for tests and measurements: another clock, more routes.</param>
    public static WebApplication Build(WebApplicationBuilder builder, CarillonSettings settings, Action<WebApplicationBuilder>? alter = null)
    {
        AddEdge(builder, settings);
        AddRooms(builder, settings);
        alter?.Invoke(builder);
        var app = builder.Build();
        if (settings.IsWeb)
        {
            UseEdge(app);
            MapRooms(app);
        }
        else
        {
            UseEdgeOfEngine(app);
        }

        MapOperations(app);
        return app;
    }

    /// <summary>Registers the rooms, a line a room, in their order.</summary>
    private static void AddRooms(WebApplicationBuilder builder, CarillonSettings settings)
    {
        var exports = new EngineExports();
        builder.Services.AddStorage(settings);
        builder.Services.AddEngine(exports, settings.Node, settings.RedisConnection is { } redis ? new RedisOptions(redis) : null);
        builder.AddAccessEdge();
        builder.Services.AddCompliance();
        builder.Services.AddContacts();
        builder.Services.AddChannels();
        builder.Services.AddSending(exports);
        builder.Services.AddSingleton<CallbackAddress>(provider => new(settings.PublicUrl is { } url ? () => url : new ListeningAddress(provider.GetRequiredService<IServer>()).Find));
        builder.Services.AddAudiences();
        builder.Services.AddCampaigns(exports);
        builder.Services.AddSingleton<IStartStep, SnapshotStart>();
        builder.Services.AddReceiving(exports);
        builder.Services.AddReceivingRoutes();
        builder.Services.AddPages();
    }

    /// <summary>Maps what the rooms serve beside the API (whose list is <see cref="ApiRoutes"/>), a line a room.</summary>
    private static void MapRooms(WebApplication app)
    {
        app.MapApi();
        app.MapSignOut();
        app.MapAccessForms();
        app.MapPages();
        app.MapCallbacks();
        app.MapJoinPage();
        app.MapLedgerDownload();
        app.MapComplianceDownloads();
        app.MapWebhookEventsDownload();
        app.MapTextsDownload();
        app.MapContactsDownload();
        app.MapSuppressionDownloads();
        app.MapAuditDownload();
        app.MapBackupDownload();
        app.MapRecipientsDownload();
        app.MapAudienceDownload();
        app.MapProofDownload();
        ApiReference.Map(app);
    }

    /// <summary>What every process answers, also one that only sends.</summary>
    private static void MapOperations(WebApplication app)
    {
        app.MapHealth();
        app.MapPrometheusScrapingEndpoint("/metrics").AllowAnonymous();
    }

    /// <summary>No pages, no API, no callbacks: nobody is let in, so there is no door.</summary>
    private static void UseEdgeOfEngine(WebApplication app)
    {
        app.UseMiddleware<ProblemEdge>();
        app.UseSecurityHeaders();
        app.UseHeadAsGet();
        app.UseRouting();
    }

    private static void AddEdge(WebApplicationBuilder builder, CarillonSettings settings)
    {
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<TimeProvider>(settings.IsCluster ? provider => provider.GetRequiredService<NodeClock>() : _ => TimeProvider.System);
        builder.Services.AddSingleton<LiveUpdates>();
        builder.Services.AddSingleton<IReadinessPart, DatabasePart>();
        builder.Services.AddSingleton<IReadinessPart, MigrationsPart>();
        if (settings.IsEngine)
        {
            builder.Services.AddSingleton<IReadinessPart, EnginePart>();
        }

        builder.Services.AddSingleton<IReadinessPart, ClockPart>();
        if (settings.RedisConnection is not null)
        {
            builder.Services.AddSingleton<IReadinessPart, RedisPart>();
        }

        builder.Services.AddSingleton<IdempotentAnswers>();
        builder.Services.AddHostedService<IdempotencyCleaning>();
        builder.Services.AddHostedService<StartLitter>();
        DoctorCommand.AddChecks(builder.Services);
        builder.Services.ConfigureHttpJsonOptions(options => ApiJson.Apply(options.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = StopWithin);
        ApiReference.Add(builder.Services);
        Telemetry.Add(builder);
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = Uploads.MostBytesOfOthers;
        });
        if (Addresses.AreMissing(builder.Configuration))
        {
            builder.WebHost.UseUrls(CarillonSettings.DefaultUrl);
        }
    }

    private static void UseEdge(WebApplication app)
    {
        app.UseMiddleware<ProblemEdge>();
        app.UseSecurityHeaders();
        app.UseMiddleware<StartGate>();
        app.UsePageErrors();
        app.UseHeadAsGet();
        app.UseRouting();
        app.UseSessions();
        app.UseMiddleware<ApiDoor>();
        app.UseMiddleware<IdempotencyEdge>();
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments(ApiRoutes.Base, StringComparison.OrdinalIgnoreCase),
            api => api.UseMiddleware<ProblemEdge>());
        app.UsePages();
    }

    /// <summary>HEAD is answered as GET; the body is left out by the server, which remembers what was asked.</summary>
    private static void UseHeadAsGet(this WebApplication app) => app.Use((context, next) =>
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            HeadRequest.AnswerAsGet(context);
        }

        return next(context);
    });

    private static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        SecurityHeaders.Set(context);
        return next(context);
    });

    private static IServiceCollection AddStorage(this IServiceCollection services, CarillonSettings settings)
    {
        var options = new StorageOptions { DataDirectory = settings.DataDirectory, ConnectionString = settings.DatabaseConnection, Session = settings.Node.Session };
        var database = new Lazy<Database>(() => new Database(options));

        // On another core while this one puts the server together; what goes wrong is met again by whoever needs the database.
        _ = Task.Run(() => database.Value.WarmUp());
        services
            .AddSingleton(options)
            .AddSingleton(_ => database.Value)
            .AddSingleton<StartSignal>()
            .AddSingleton<BackupFile>()
            .AddSingleton<BackupShelf>()
            .AddHostedService<DatabaseStart>();
        if (settings.ReadReplicaConnection is not null)
        {
            services.AddHostedService<ReplicaNotice>();
        }

        return settings.IsCluster || !(settings.IsWeb && settings.IsEngine) ? services.AddSingleton<SharedFiles>() : services;
    }
}
