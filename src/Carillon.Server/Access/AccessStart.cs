using Carillon.Access;
using Carillon.Server.Commands;
using Carillon.Server.Web.Start;

namespace Carillon.Server.Access;

/// <summary>The room's part of the start: first workspace, administrator and key; tells the console what somebody has to know.</summary>
internal sealed class AccessStart(Bootstrap bootstrap, IHostApplicationLifetime lifetime) : IStartStep
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        switch (await bootstrap.RunAsync(cancellationToken))
        {
            case BootstrapOutcome.Ready { Code: { } code }:
                await Console.Out.WriteLineAsync(
                    $"There is no user yet. Open the first page on this machine to make the first administrator; from elsewhere it asks for this code: {code}");
                break;
            case BootstrapOutcome.OtherMasterKey { Words: var words }:
                // Trying again would not help, so the process ends, whether or not the host runs already.
                Environment.ExitCode = CommandLine.WrongUse;
                lifetime.StopApplication();
                throw new CommandRefusedException(CommandLine.WrongUse, words);
        }
    }
}
