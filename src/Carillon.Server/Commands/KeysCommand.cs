using System.CommandLine;
using Carillon.Access;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Storage;

namespace Carillon.Server.Commands;

/// <summary><c>keys create</c>: a key of the first workspace; its text is shown once.</summary>
internal static class KeysCommand
{
    private const int MostLetters = 120;

    public static Command Create(string[] settings)
    {
        var scope = new Option<string>("--scope") { Description = "What the key may do; each includes those before it.", Required = true };
        scope.AcceptOnlyFromAmong([.. EnumNames<ApiScope>.All]);
        var name = new Option<string>("--name") { Description = "What people will call it.", DefaultValueFactory = _ => "command line" };
        name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>()?.Trim() is not { Length: > 0 and <= MostLetters })
            {
                result.AddError($"--name must have 1 to {MostLetters} characters.");
            }
        });
        var json = CommandHost.JsonOption();
        var create = new Command("create", "Make a key. Its text is shown now and never again.") { scope, name, json };
        create.SetAction((words, cancellationToken) =>
        {
            _ = EnumNames<ApiScope>.TryParse(words.GetValue(scope), out var chosen); // the parser let only names through
            return RunAsync(settings, chosen, words.GetRequiredValue(name).Trim(), words.GetValue(json), cancellationToken);
        });
        return new Command("keys", "Keys that open the API to programs.") { create };
    }

    private static async Task<int> RunAsync(string[] settings, ApiScope scope, string name, bool isJson, CancellationToken cancellationToken)
    {
        await using var host = await CommandHost.OpenReadyAsync(settings, cancellationToken);
        await using var inside = await host.EnterAsync(cancellationToken);
        var whose = inside.ServiceProvider.GetRequiredService<CarillonDb>().Scope;
        var (key, text) = await host.Services.GetRequiredService<ApiKeys>().CreateAsync(whose, name, scope, null, cancellationToken);
        if (isJson)
        {
            await CommandHost.AnswerAsync(new KeyAnswer(key.Id, text, key.Scope));
        }
        else
        {
            await Console.Out.WriteLineAsync(text);
            await Console.Error.WriteLineAsync($"Key \"{key.Name}\" with scope {ApiJson.NameOf(key.Scope)}. Keep it now: it is not shown again.");
        }

        return CommandLine.Done;
    }

    private sealed record KeyAnswer(ApiKeyId Id, string Key, ApiScope Scope);
}
