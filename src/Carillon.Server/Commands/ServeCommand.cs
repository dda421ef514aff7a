using System.CommandLine;
using System.Net.Sockets;
using Carillon.Server.Web;
using Carillon.Server.Web.Settings;
using Carillon.Server.Web.Start;
using Microsoft.AspNetCore.Connections;

namespace Carillon.Server.Commands;

/// <summary><c>serve</c>: pages, API and engine until told to stop.</summary>
internal static class ServeCommand
{
    public static Command Create(string[] settings)
    {
        var command = new Command("serve", "Serve pages and the API, and send. This is what happens without a command.");
        command.SetAction((_, cancellationToken) => RunAsync(settings, cancellationToken));
        return command;
    }

    public static async Task<int> RunAsync(string[] settings, CancellationToken cancellationToken)
    {
        var builder = CarillonServer.CreateBuilder(settings);
        if (!CarillonSettings.TryRead(builder.Configuration, out var read, out var refusal))
        {
            throw new CommandRefusedException(CommandLine.WrongUse, refusal.ToString());
        }

        using var held = Take(read);
        await using var app = CarillonServer.Build(builder, read);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException wrong) when (wrong.GetBaseException() is AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
        {
            throw new CommandRefusedException(CommandLine.Failed, $"Another program listens there already ({wrong.Message.ReplaceLineEndings(" ")}). Give another address in ASPNETCORE_URLS.");
        }

        await app.WaitForShutdownAsync(cancellationToken);
        return Environment.ExitCode;
    }

    /// <summary>With a database server of its own the data folder belongs to nobody alone.</summary>
    private static DataFolderLock? Take(CarillonSettings settings)
    {
        if (settings.DatabaseConnection is not null)
        {
            return null;
        }

        return DataFolderLock.TryTake(settings.DataDirectory) ?? throw new CommandRefusedException(
            CommandLine.WrongUse,
            $"Another server works on the data folder {settings.DataDirectory}. Stop it, or give this one a folder of its own in Carillon__DataDirectory.");
    }
}
