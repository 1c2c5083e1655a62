using Backlot.Generation.Answers;
using Backlot.Generation.Keys;
using Backlot.Generation.Orders;
using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Idempotency;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;
using Backlot.Studio.Prompts;
using Backlot.Studio.Prompts.Models;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Scenes;

/// <summary>How a scene is to be enhanced.</summary>
/// <param name="Writer">A provider of language models that you have a key for.</param>
/// <param name="Anew">Ask even if the same was answered before. Default false.</param>
public sealed record NewEnhancement([OneOf("openai", "gemini")] string Writer, bool? Anew = null) : IRequestBody<NewEnhancement>
{
    public static NewEnhancement Example => new("openai");
}

/// <summary>An enhancement that was ordered.</summary>
/// <param name="JobId">Follow it by <c>/api/jobs/{id}</c> or <c>/api/events</c>; then the scene has its enhanced prompt.</param>
public sealed record OrderedEnhancement(Guid JobId);

/// <summary>Scenes that language models enhance.</summary>
internal static class EnhancementApi
{
    /// <summary>What an answer is taken to use.</summary>
    private static readonly Usage Usual = new(InputTokens: 1500, OutputTokens: 500);

    public static void MapEnhancements(this IEndpointRouteBuilder routes) => routes.MapPost("/api/scenes/{id:guid}/enhancements", Order)
        .WithTags("Studio").WithName("enhanceSceneByModel").NeedsScope(Scopes.Generate)
        .WithSummary("Have a language model write the enhanced prompt around your words")
        .ProducesProblem(400).ProducesProblem(401).ProducesProblem(402).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).ProducesProblem(503).Spends();

    private static async Task<Accepted<OrderedEnhancement>> Order(
        Guid id, NewEnhancement wanted, Caller caller, BacklotDb db, KeyVault vault, AnswerModels models, QueueRoom room, CancellationToken ct)
    {
        var scene = await db.Scenes.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) ?? throw Refusal.NotFound();
        scene.DemandUnlocked();
        Enhancing.DemandWords(scene);
        await vault.DemandAsync(caller.UserId, wanted.Writer, ct);
        var project = await db.Projects.AsNoTracking().SingleAsync(p => p.Id == scene.ProjectId, ct);
        await ProjectBudget.DemandAsync(db, caller.UserId, new(project.Id, id, project.Settings.BudgetUsd), models.ForText(wanted.Writer).Price.Of(Usual), ct);
        await room.DemandAsync(ct);
        var job = db.Enqueue(new EnhanceScene(id, wanted.Writer, Guid.CreateVersion7(), wanted.Anew == true), caller.UserId, id);
        await db.SaveChangesAsync(ct);
        return TypedResults.Accepted($"/api/jobs/{job.Id}", new OrderedEnhancement(job.Id));
    }
}
