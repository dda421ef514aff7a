using Carillon.Server.Web;
using Carillon.Server.Web.Settings;

var builder = CarillonServer.CreateBuilder(args);
if (!CarillonSettings.TryRead(builder.Configuration, out var settings, out var refusal))
{
    await Console.Error.WriteLineAsync(refusal.ToString());
    return 2;
}

await CarillonServer.Build(builder, settings).RunAsync();
return Environment.ExitCode;
