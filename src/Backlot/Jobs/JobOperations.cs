using Backlot.Jobs.Attempts;
using Backlot.Jobs.History;
using Backlot.Jobs.Metrics;
using Backlot.Jobs.Queues;
using Backlot.Jobs.Replays;
using Backlot.Jobs.Schedules;
using Backlot.Jobs.Workers;
using Backlot.Platform.Http.OpenApi;

namespace Backlot.Jobs;

/// <summary>What people see of the engine and steer it by.</summary>
internal static class JobOperations
{
    public static IServiceCollection AddJobOperations(this IServiceCollection services) => services
        .AddScoped<QueueControl>()
        .AddScoped<Replay>()
        .AddSingleton(new ApiTag("Queues", "Where jobs wait for a worker: how full, how old, paused or not."))
        .AddSingleton(new ApiTag("Schedules", "What adds jobs at set times."))
        .AddHostedService<Scheduler>()
        .AddHostedService<HistorySweep>();

    public static void MapJobOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapAttemptApi();
        routes.MapReplayApi();
        routes.MapQueueApi();
        routes.MapWorkerApi();
        routes.MapScheduleApi();
        routes.MapMetricsApi();
    }
}
