using System.CommandLine;
using System.Security.Cryptography;
using Carillon.Server.Web;
using Carillon.Server.Web.Settings;
using Carillon.Storage;

namespace Carillon.Server.Commands;

/// <summary><c>demo</c>: a server with a lived-in workspace on the simulator, in a data folder of its own that begins anew each time.</summary>
internal static class DemoCommand
{
    private const string Administrator = "demo@example.com";

    public static Command Create(string[] settings)
    {
        var command = new Command("demo", "Show a filled example workspace on the simulator. Nothing leaves this machine; your own data is not touched.");
        command.SetAction((_, cancellationToken) => RunAsync(settings, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] settings, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"carillon-demo-{Environment.ProcessId}");
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        try
        {
            var builder = CarillonServer.CreateBuilder(
            [
                .. settings, $"--Carillon:DataDirectory={folder}", $"--Carillon:Bootstrap:AdminEmail={Administrator}", $"--Carillon:Bootstrap:AdminPassword={password}",
                "--ConnectionStrings:Database=",
            ]);
            if (!CarillonSettings.TryRead(builder.Configuration, out var read, out var refusal))
            {
                throw new CommandRefusedException(CommandLine.WrongUse, refusal.ToString());
            }

            builder.Logging.AddFilter(null, LogLevel.Warning);
            await using var app = CarillonServer.Build(builder, read);
            await app.StartAsync(cancellationToken);
            await app.Services.GetRequiredService<StartSignal>().WaitAsync(cancellationToken);
            await new DemoWorkspace(app.Services).FillAsync(cancellationToken);
            await Console.Out.WriteLineAsync($"Open {app.Urls.First()} and sign in as {Administrator} with the password {password}. Stop with Ctrl+C; the demo's data goes with it.");
            await app.WaitForShutdownAsync(cancellationToken);
            return CommandLine.Done;
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }
}
