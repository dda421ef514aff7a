using System.Text.Json;
using System.Text.Json.Serialization;
using Carillon.Compliance.Consent;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;

namespace Carillon.Server.Compliance;

/// <summary>What shows that a person agreed: a text, or an object of its parts. It is kept as it was given.</summary>
[JsonConverter(typeof(Converter))]
public readonly record struct OptInEvidence
{
    private const int MostLetters = 4000;

    /// <summary>The whole of it in JSON, as it is kept.</summary>
    public string? Json { get; private init; }

    /// <summary>What a line of the ledger shows of it.</summary>
    public string? Text { get; private init; }

    /// <summary>When the person agreed, if it was told.</summary>
    public DateTimeOffset? ObtainedAt { get; private init; }

    /// <summary>Where, in a few words.</summary>
    public string? Source { get; private init; }

    /// <summary>Notes what is wrong with it.</summary>
    public void Check(DateTimeOffset now, InputErrors errors)
    {
        if (errors.Text("evidence", Json is null ? null : Text ?? Json, MostLetters).Length > 0 && Source is { } source && ConsentSource.Problem(source) is { } problem)
        {
            errors.Add("evidence.source", problem);
        }

        if (ObtainedAt > now)
        {
            errors.Add("evidence.obtainedAt", "must not lie in the future");
        }
    }

    /// <summary>The parts of evidence given as an object.</summary>
    private sealed record Parts(
        string? Wording = null,
        string? Version = null,
        string? Source = null,
        DateTimeOffset? ObtainedAt = null,
        string? Url = null,
        string? Ip = null,
        string? UserAgent = null)
    {
        [JsonIgnore]
        public bool IsEmpty => this == new Parts();
    }

    private sealed class Converter : JsonConverter<OptInEvidence>
    {
        private static readonly JsonSerializerOptions Kept = new(ApiJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

        /// <summary>The parts; what is wrong with one is told with the whole path, which the serialiser would begin anew here.</summary>
        private static Parts? ReadParts(ref Utf8JsonReader reader, JsonSerializerOptions options)
        {
            try
            {
                return JsonSerializer.Deserialize<Parts>(ref reader, options);
            }
            catch (JsonException wrong)
            {
                throw new JsonException(wrong.Message, $"$.evidence{wrong.Path?[1..]}", wrong.LineNumber, wrong.BytePositionInLine, wrong.InnerException);
            }
        }

        public override OptInEvidence Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType is JsonTokenType.String)
            {
                var text = reader.GetString();
                return string.IsNullOrWhiteSpace(text) ? default : new OptInEvidence { Json = JsonSerializer.Serialize(text), Text = text, Source = text };
            }

            var parts = ReadParts(ref reader, options);
            return parts is null or { IsEmpty: true }
                ? default
                : new OptInEvidence
                {
                    Json = JsonSerializer.Serialize(parts, Kept),
                    Text = parts.Wording ?? parts.Source ?? parts.Url,
                    ObtainedAt = parts.ObtainedAt,
                    Source = parts.Source ?? parts.Url ?? parts.Wording,
                };
        }

        public override void Write(Utf8JsonWriter writer, OptInEvidence value, JsonSerializerOptions options) => writer.WriteRawValue(value.Json ?? "null");
    }
}
