using Backlot.Jobs.Claiming;
using Backlot.Jobs.Limits;
using Backlot.Jobs.Metrics;
using Backlot.Jobs.Polls;
using Backlot.Jobs.Running;
using Backlot.Jobs.Workers;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http.OpenApi;

namespace Backlot.Jobs;

/// <summary>The durable queue.</summary>
public static class JobsModule
{
    public static IServiceCollection AddJobs(this IServiceCollection services, Settings settings)
    {
        services
            .AddSingleton<JobEnding>()
            .AddSingleton<JobMetrics>()
            .AddSingleton<ParkedJobs>()
            .AddSingleton<AccountLimits>()
            .AddScoped<JobControl>()
            .AddScoped<QueueRoom>()
            .AddSingleton(new EventSource("job", SqlFile.Read("Jobs/Sql/events.sql")))
            .AddSingleton(new ApiTag("Jobs", "The pieces of work behind everything that takes long, and the stream of what changes."))
            .AddJobOperations();
        return settings.RunsJobs ? services.AddJobWorker() : services;
    }

    /// <summary>Makes this program run what it finds in the queues it has kinds for.</summary>
    public static IServiceCollection AddJobWorker(this IServiceCollection services) => services
        .AddSingleton<WorkQueues>()
        .AddSingleton<WorkerSession>()
        .AddSingleton<Lanes>()
        .AddSingleton<ClaimRoom>()
        .AddSingleton<Claims>()
        .AddSingleton<RunEnds>()
        .AddSingleton<ShortEnds>()
        .AddSingleton<JobRunner>()
        .AddSingleton<RunningJobs>()
        .AddSingleton<LeaseKeeper>()
        .AddSingleton<Caretaker>()
        .AddSingleton(new PollPace())
        .AddSingleton<PollLoop>()
        .AddHostedService<Worker>();

    /// <summary>Makes this program able to run a kind of job.</summary>
    public static IServiceCollection AddJob<TArgs, THandler>(this IServiceCollection services)
        where TArgs : IJobArgs where THandler : class, IJobHandler<TArgs> => services
        .AddScoped<IJobHandler<TArgs>, THandler>()
        .AddSingleton(JobKind.Of<TArgs, THandler>());

    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        routes.MapJobApi();
        routes.MapJobOperations();
        routes.MapEventStream();
    }
}
