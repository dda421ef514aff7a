using Carillon.Server.Web.Api;
using Carillon.Storage;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Carillon.Server.Web.Operations;

/// <summary>
/// Measurements for Prometheus always; traces, measurements and logs to a collector where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one.
/// </summary>
internal static class Telemetry
{
    /// <summary>Rooms name their meters and sources <c>Carillon.Room</c>.</summary>
    private const string Ours = "Carillon.*";

    public static void Add(WebApplicationBuilder builder)
    {
        var hasCollector = !string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("carillon", serviceVersion: SystemApi.Version))
            .WithMetrics(metrics => Measure(metrics, hasCollector));
        if (hasCollector)
        {
            telemetry.WithTracing(Trace).WithLogging(logs => logs.AddOtlpExporter());
        }
    }

    private static void Measure(MeterProviderBuilder metrics, bool hasCollector)
    {
        metrics
            .AddAspNetCoreInstrumentation()
            .AddHttpClientInstrumentation()
            .AddRuntimeInstrumentation()
            .AddMeter([Ours, .. StorageTelemetry.Names])
            .AddPrometheusExporter();
        if (hasCollector)
        {
            metrics.AddOtlpExporter();
        }
    }

    private static void Trace(TracerProviderBuilder traces) => traces
        .AddAspNetCoreInstrumentation(options => options.Filter = context => !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
        .AddHttpClientInstrumentation()
        .AddSource([Ours, .. StorageTelemetry.Names])
        .AddOtlpExporter();
}
