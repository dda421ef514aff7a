using System.Text.Json;

namespace Carillon.Server.Web.Api;

/// <summary>A value in a body that is well formed and not what the field takes; its message is shown beside the field.</summary>
public sealed class JsonInputException(string message) : JsonException(message);
