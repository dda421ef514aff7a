using Carillon.Access;
using Carillon.Access.Sessions;
using Carillon.Storage;
using Carillon.Tests.Engines;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Carillon.Tests.Access;

/// <summary>One node's Access room on a test's database; several of them on one store are several nodes.</summary>
internal sealed class AccessRoom : IAsyncDisposable
{
    public const string Email = "owner@example.com";
    public const string Password = "seven green kettles";

    /// <summary>Rounds of password hashing where a test is not about them.</summary>
    public const int FewRounds = 1_000;

    private readonly Database _database;
    private readonly ServiceProvider _services;

    public AccessRoom(TestStore store, MasterKey? master = null, BootstrapOptions? bootstrap = null, IWorkspaceSeed? seed = null, int rounds = FewRounds)
    {
        Master = master ?? MasterKey.Create();
        _database = new Database(store.Options);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton(_database);
        services.AddSingleton(store.Options);
        services.AddAccess();
        services.AddSingleton(Master);
        services.AddSingleton(Options.Create(bootstrap ?? new BootstrapOptions()));
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = rounds);
        if (seed is not null)
        {
            services.AddSingleton(seed);
        }

        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 3, 14, 5, 42, TimeSpan.Zero));

    public MasterKey Master { get; }

    public Database Database => _database;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Does something in a scope of its own, as a request does.</summary>
    public async Task<TResult> AskAsync<TService, TResult>(Func<TService, Task<TResult>> question)
        where TService : notnull
    {
        await using var scope = _services.CreateAsyncScope();
        return await question(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>A room with its owner.</summary>
    public static async Task<AccessRoom> WithOwnerAsync(TestStore store)
    {
        var room = new AccessRoom(store, bootstrap: new BootstrapOptions { AdminEmail = Email, AdminPassword = Password });
        await room.StartAsync();
        return room;
    }

    /// <summary>Does something in a scope of its own in which somebody has signed in.</summary>
    public async Task<TResult> InAsync<TService, TResult>(Session session, Func<TService, Task<TResult>> question)
        where TService : notnull
    {
        await using var scope = _services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentWorkspace>().Enter(session);
        return await question(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public Task<BootstrapOutcome> StartAsync() => Get<Bootstrap>().RunAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }
}
