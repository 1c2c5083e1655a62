using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Idempotency;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;
using Backlot.Studio.Prompts.Models;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Backlot.Studio.Scenes;

/// <summary>How a scene is to be enhanced.</summary>
/// <param name="Writer">A provider of language models that you have a key for, or <c>dummy</c>, the built-in writer. Left out: those that the
/// server's settings name and you have a key for, in turn, and at last the built-in one; that one alone where the project's budget does not last.</param>
/// <param name="Fallbacks">Who is asked when that one cannot, in turn.</param>
/// <param name="Anew">Ask even if the same was answered before. Default false.</param>
public sealed record NewEnhancement(
    [OneOf("openai", "gemini", "dummy")] string? Writer = null,
    [Items(0, 3), OneOf("openai", "gemini", "dummy")] IReadOnlyList<string>? Fallbacks = null,
    bool? Anew = null) : IRequestBody<NewEnhancement>
{
    public static NewEnhancement Example => new("openai", ["gemini", "dummy"]);
}

/// <summary>An enhancement that was ordered.</summary>
/// <param name="JobId">Follow it by <c>/api/jobs/{id}</c> or <c>/api/events</c>; then the scene has its enhanced prompt.</param>
/// <param name="EstimatedCost">US dollars that the one who is asked first is taken to cost.</param>
public sealed record OrderedEnhancement(Guid JobId, decimal EstimatedCost);

/// <summary>Scenes that language models enhance.</summary>
internal static class EnhancementApi
{
    public static void MapEnhancements(this IEndpointRouteBuilder routes) => routes.MapPost("/api/scenes/{id:guid}/enhancements", Order)
        .WithTags("Studio").WithName("enhanceSceneByModel").NeedsScope(Scopes.Generate)
        .WithSummary("Have a language model write the enhanced prompt around your words")
        .ProducesProblem(400).ProducesProblem(401).ProducesProblem(402).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).ProducesProblem(503).Spends();

    private static async Task<Accepted<OrderedEnhancement>> Order(Guid id, NewEnhancement wanted, Caller caller, EnhancementDesk desk, CancellationToken ct)
    {
        var ordered = await desk.OrderAsync(caller.UserId, id, wanted, ct);
        return TypedResults.Accepted($"/api/jobs/{ordered.JobId}", ordered);
    }
}
