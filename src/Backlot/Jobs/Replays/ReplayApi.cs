using Backlot.Platform.Http;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;

namespace Backlot.Jobs.Replays;

/// <summary>Which failed jobs are to run again.</summary>
/// <param name="Kind">Only those of this kind.</param>
/// <param name="Queue">Only those of this queue.</param>
public sealed record NewReplay([Text(100)] string? Kind = null, [Text(100)] string? Queue = null) : IRequestBody<NewReplay>
{
    public static NewReplay Example => new("channels.make-track");
}

/// <summary><c>POST /api/jobs/retry</c>.</summary>
internal static class ReplayApi
{
    /// <summary>No <c>Idempotency-Key</c>: sent again it finds nothing failed any more. And a key would put all of it into one
    /// transaction, for which the event stream of everybody would wait.</summary>
    public static void MapReplayApi(this IEndpointRouteBuilder routes) => routes.MapPost("/api/jobs/retry", Run)
        .WithTags("Jobs").WithName("retryFailedJobs").WithSummary("Run all your failed jobs again, or those of a kind or a queue")
        .NeedsScope(Scopes.Generate).ProducesProblem(400).ProducesProblem(401).ProducesProblem(422);

    private static Task<Replayed> Run(NewReplay wanted, Replay replay, CancellationToken ct) => replay.RunAsync(wanted.Kind, wanted.Queue, ct);
}
