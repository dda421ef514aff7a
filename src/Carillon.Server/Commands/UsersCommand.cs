using System.CommandLine;
using Carillon.Access;
using Carillon.Storage;

namespace Carillon.Server.Commands;

/// <summary><c>users create</c>: an owner of the first workspace.</summary>
internal static class UsersCommand
{
    public static Command Create(string[] settings)
    {
        var email = new Option<string>("--email") { Description = "The person's e-mail address.", Required = true };
        var password = new Option<string?>("--password") { Description = $"At least {PasswordRules.Shortest} characters; left out, it is read from standard input." };
        var json = CommandHost.JsonOption();
        var create = new Command("create", "Make an account for a person, who becomes an owner.") { email, password, json };
        create.SetAction((words, cancellationToken) =>
            RunAsync(settings, words.GetRequiredValue(email), words.GetValue(password), words.GetValue(json), cancellationToken));
        return new Command("users", "People who sign in.") { create };
    }

    private static async Task<int> RunAsync(string[] settings, string email, string? password, bool isJson, CancellationToken cancellationToken)
    {
        var secret = password ?? await Console.In.ReadLineAsync(cancellationToken) ?? "";
        await using var host = await CommandHost.OpenReadyAsync(settings, cancellationToken);
        await using var inside = await host.EnterAsync(cancellationToken);
        var workspace = inside.ServiceProvider.GetRequiredService<CarillonDb>().Workspace;
        var users = inside.ServiceProvider.GetRequiredService<Users>();
        switch (await users.CreateAsync(email, secret, workspace, Role.Owner, cancellationToken))
        {
            case UserOutcome.Created { User: var user } when isJson:
                await CommandHost.AnswerAsync(new UserAnswer(user.Id.ToString("N"), user.Email ?? email, "owner"));
                return CommandLine.Done;
            case UserOutcome.Created { User: var user }:
                await Console.Out.WriteLineAsync($"{user.Email} can sign in now.");
                return CommandLine.Done;
            case UserOutcome.EmailTaken:
                throw new CommandRefusedException(CommandLine.Failed, $"There is an account for {email} already.");
            case UserOutcome.PasswordRefused { Verdict: var verdict }:
                throw new CommandRefusedException(CommandLine.WrongUse, verdict.Words);
            default:
                throw new CommandRefusedException(CommandLine.WrongUse, $"{email} is not an e-mail address.");
        }
    }

    private sealed record UserAnswer(string Id, string Email, string Role);
}
