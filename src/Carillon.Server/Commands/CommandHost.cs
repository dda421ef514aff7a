using System.CommandLine;
using System.Text.Json;
using Carillon.Access;
using Carillon.Server.Web;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Settings;
using Carillon.Server.Web.Start;
using Carillon.Storage;

namespace Carillon.Server.Commands;

/// <summary>
/// What a command works with: the server's own objects without its listening and its background work. Beside a running server a
/// command is one more client of the database; where none runs it brings the tables up to date itself.
/// </summary>
public sealed class CommandHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DataFolderLock? _lock;

    private CommandHost(WebApplication app, DataFolderLock? held) => (_app, _lock) = (app, held);

    /// <summary>The server's objects.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>The database.</summary>
    public Database Database => Services.GetRequiredService<Database>();

    /// <summary>Whether a server works on the data folder at this moment.</summary>
    public bool IsBesideServer { get; private init; }

    /// <summary>The option that every command with an answer has.</summary>
    public static Option<bool> JsonOption() => new("--json") { Description = "Answer as JSON, for programs." };

    /// <summary>Reads the settings and builds the objects; the database is not touched. Malformed settings end the command.</summary>
    public static CommandHost Open(string[] settings)
    {
        var builder = CarillonServer.CreateBuilder(settings);
        if (!CarillonSettings.TryRead(builder.Configuration, out var read, out var refusal))
        {
            throw new CommandRefusedException(CommandLine.WrongUse, refusal.ToString());
        }

        // The answer of a command is its own output; what the rooms log is told only when it matters, and beside it.
        builder.Logging.AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.AddFilter(null, LogLevel.Warning);
        var held = read.DatabaseConnection is null ? DataFolderLock.TryTake(read.DataDirectory) : null;
        return new CommandHost(CarillonServer.Build(builder, read), held) { IsBesideServer = read.DatabaseConnection is null && held is null };
    }

    /// <summary>As <see cref="Open"/>, with a database that can be worked with.</summary>
    public static async Task<CommandHost> OpenReadyAsync(string[] settings, CancellationToken cancellationToken)
    {
        var host = Open(settings);
        if (!host.IsBesideServer)
        {
            await host.MakeReadyAsync(cancellationToken);
        }

        return host;
    }

    /// <summary>Brings the tables up to date and does what the rooms do at a start.</summary>
    public async Task MakeReadyAsync(CancellationToken cancellationToken)
    {
        var output = Console.Out;
        Console.SetOut(Console.Error); // what the start tells people is no part of the command's answer
        try
        {
            await Database.MigrateAsync(cancellationToken);
            foreach (var step in Services.GetServices<IStartStep>())
            {
                await step.RunAsync(cancellationToken);
            }
        }
        finally
        {
            Console.SetOut(output);
        }
    }

    /// <summary>A scope that is in the workspace this installation began with, acting as the command line.</summary>
    public async Task<AsyncServiceScope> EnterAsync(CancellationToken cancellationToken)
    {
        var workspace = await Services.GetRequiredService<Workspaces>().EnsureFirstAsync(cancellationToken);
        var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentWorkspace>().Enter(workspace, "command");
        return scope;
    }

    /// <summary>Starts the rooms' own background work (the engine, the simulator) in this process, without listening; disposing stops it.</summary>
    public async Task<IAsyncDisposable> StartEngineAsync(CancellationToken cancellationToken)
    {
        Services.GetRequiredService<StartSignal>().Open();
        var engine = new RunningEngine([.. Services.GetServices<IHostedService>().Where(service => service.GetType().Assembly == typeof(Database).Assembly)]);
        await engine.StartAsync(cancellationToken);
        return engine;
    }

    /// <summary>Writes an answer for programs.</summary>
    public static Task AnswerAsync<T>(T answer) => Console.Out.WriteLineAsync(JsonSerializer.Serialize(answer, ApiJson.Options));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _lock?.Dispose();
    }

    private sealed class RunningEngine(IReadOnlyList<IHostedService> services) : IAsyncDisposable
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            foreach (var service in services)
            {
                await service.StartAsync(cancellationToken);
            }
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var service in services)
            {
                await service.StopAsync(CancellationToken.None);
            }
        }
    }
}
