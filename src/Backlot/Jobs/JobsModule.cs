using Backlot.Platform.Database;
using Backlot.Platform.Http.OpenApi;

namespace Backlot.Jobs;

/// <summary>The durable queue.</summary>
public static class JobsModule
{
    public static IServiceCollection AddJobs(this IServiceCollection services) => services
        .AddSingleton<JobStore>()
        .AddSingleton<JobRunner>()
        .AddSingleton<JobEnding>()
        .AddScoped<JobControl>()
        .AddScoped<QueueRoom>()
        .AddSingleton<WorkerSlots>()
        .AddSingleton(new EventSource("job", SqlFile.Read("Jobs/Sql/events.sql")))
        .AddSingleton(new ApiTag("Jobs", "The pieces of work behind everything that takes long, and the stream of what changes."))
        .AddHostedService<Worker>();

    /// <summary>Makes this program able to run a kind of job.</summary>
    public static IServiceCollection AddJob<TArgs, THandler>(this IServiceCollection services)
        where TArgs : IJobArgs where THandler : class, IJobHandler<TArgs> => services
        .AddScoped<IJobHandler<TArgs>, THandler>()
        .AddSingleton(JobKind.Of<TArgs, THandler>());

    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        routes.MapJobApi();
        routes.MapEventStream();
    }
}
