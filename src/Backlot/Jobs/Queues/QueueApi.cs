using System.ComponentModel;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Idempotency;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;

namespace Backlot.Jobs.Queues;

/// <summary>All queues, by name.</summary>
public sealed record QueueList(IReadOnlyList<QueueView> Items);

/// <summary>What is to be another way from now on.</summary>
/// <param name="MostRunning">Jobs of all workers together; null for as many as they have slots.</param>
public sealed record QueueEdit([Between(1, 100_000)] int? MostRunning) : IRequestBody<QueueEdit>
{
    public static QueueEdit Example => new(2);
}

/// <summary><c>/api/queues</c>: everybody sees how their own jobs stand; admins see all, and steer.</summary>
internal static class QueueApi
{
    private const string TheQueue = "Its name, as listQueues tells it.";

    public static void MapQueueApi(this IEndpointRouteBuilder routes)
    {
        var queues = routes.MapGroup("/api/queues").WithTags("Queues").ProducesProblem(401);
        queues.MapGet("/", List).WithName("listQueues").WithSummary("Every queue, and how many of your jobs are in it; of everybody's for admins");
        queues.MapPost("/{name:length(1,100)}/pause", Pause).WithName("pauseQueue").ForAdmins()
            .WithSummary("Begin no more jobs of a queue; those that run go on").ProducesProblem(404).Makes();
        queues.MapPost("/{name:length(1,100)}/resume", Resume).WithName("resumeQueue").ForAdmins()
            .WithSummary("Begin jobs of a queue again").ProducesProblem(404).Makes();
        queues.MapPatch("/{name:length(1,100)}", Edit).WithName("editQueue").ForAdmins()
            .WithSummary("Say how many jobs of a queue may run at once").ProducesProblem(404).ProducesProblem(422);
    }

    private static async Task<QueueList> List(Caller caller, QueueControl queues, CancellationToken ct) =>
        new(await queues.ListAsync(everybodys: caller.IsAdmin, ct));

    private static Task<QueueView> Pause([Text(100), Description(TheQueue)] string name, QueueControl queues, CancellationToken ct) =>
        queues.PauseAsync(name, ct);

    private static Task<QueueView> Resume([Text(100), Description(TheQueue)] string name, QueueControl queues, CancellationToken ct) =>
        queues.ResumeAsync(name, ct);

    private static Task<QueueView> Edit([Text(100), Description(TheQueue)] string name, QueueEdit edit, QueueControl queues, CancellationToken ct) =>
        queues.LimitAsync(name, edit.MostRunning, ct);
}
