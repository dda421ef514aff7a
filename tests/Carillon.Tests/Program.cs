using Carillon.Tests;
using Carillon.Tests.Fakes;
using Carillon.Tests.Storms;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// The tests, and the programs that they start beside themselves so that these can be killed, or outlive what is killed.
switch (args)
{
    case ["carrier", ..]:
        await CarrierProgram.RunAsync(args[1..]);
        return 0;
    case ["storm", ..]:
        return await FullStorm.RunAsync(args[1..]);
    case ["checkpoint", var file]:
        return CheckpointProgram.Run(file);
    default:
        return args.Any(arg => arg is "--server" or "--internal-msbuild-node")
            ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await ConsoleRunner.Run(args);
}
