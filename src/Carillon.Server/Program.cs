using Carillon.Server.Commands;

return await CommandLine.RunAsync(args);
