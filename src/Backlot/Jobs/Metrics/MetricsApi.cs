using Backlot.Jobs.Queues;
using Backlot.Platform.Http;

namespace Backlot.Jobs.Metrics;

/// <summary><c>GET /metrics</c>, for Prometheus and whoever reads its format: the queues as the database has them now, and what
/// this server has counted since it started.</summary>
internal static class MetricsApi
{
    public static void MapMetricsApi(this IEndpointRouteBuilder routes) => routes.MapGet("/metrics", Read)
        .WithTags("Operation").WithName("getMetrics").WithSummary("How the queues stand and what was run, in Prometheus's text format; for admins")
        .ForAdmins().Produces<string>(200, "text/plain").ProducesProblem(401).ProducesProblem(403);

    private static async Task<IResult> Read(QueueControl queues, JobMetrics metrics, CancellationToken ct)
    {
        var text = new PrometheusText();
        AddQueues(text, await queues.ListAsync(everybodys: true, ct));
        foreach (var instrument in metrics.Totals.All)
            text.Add(instrument.Key, instrument);
        return TypedResults.Text(text.ToString(), PrometheusText.ContentType);
    }

    private static void AddQueues(PrometheusText text, List<QueueView> queues)
    {
        Gauge("backlot_jobs_ready", "Jobs that a free slot would take now.", queue => queue.Ready);
        Gauge("backlot_jobs_waiting", "Jobs whose time has not come.", queue => queue.Waiting);
        Gauge("backlot_jobs_running", "Jobs that run, on all servers.", queue => queue.Running);
        Gauge("backlot_jobs_oldest_ready_seconds", "How long the oldest ready job has been ready; 0 when none is.", queue => queue.OldestReadySeconds ?? 0);
        Gauge("backlot_jobs_failed_last_hour", "Jobs that were given up as failed in the last hour, on all servers.", queue => queue.FailedLastHour);
        Gauge("backlot_queue_paused", "1 while the queue is paused.", queue => queue.Paused ? 1 : 0);
        Gauge("backlot_queue_workers", "Live workers that serve the queue.", queue => queue.Workers);

        void Gauge(string name, string help, Func<QueueView, double> value) => text.Gauge(name, help,
            queues.Select(queue => (PrometheusText.Labels(new KeyValuePair<string, object?>("queue", queue.Name)), value(queue))));
    }
}
