using Backlot.Generation.Answers;
using Backlot.Generation.Keys;
using Backlot.Generation.Orders;
using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Studio.Scenes;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Prompts.Models;

/// <summary>Takes orders for enhanced prompts. What can be known to be wrong with one is said here, before there is a job.</summary>
internal sealed class EnhancementDesk(BacklotDb db, KeyVault vault, TextModels models, Enhancing enhancing, QueueRoom room, Settings settings)
{
    /// <exception cref="Refusal">404: no such scene of the owner. 402: the project's budget does not last for who is named. 409: the scene is locked, or
    /// there is no key. 422: the scene has no words, or a model is retired.</exception>
    public async Task<OrderedEnhancement> OrderAsync(Guid userId, Guid sceneId, NewEnhancement wanted, CancellationToken ct)
    {
        var scene = await db.Scenes.AsNoTracking().SingleOrDefaultAsync(s => s.Id == sceneId, ct) ?? throw Refusal.NotFound();
        scene.DemandUnlocked();
        Enhancing.DemandWords(scene);
        var isNamed = wanted.Writer is not null || wanted.Fallbacks is { Count: > 0 };
        var writers = isNamed
            ? await NamedAsync(userId, (wanted.Fallbacks ?? []).Prepend(wanted.Writer ?? settings.TextProviders[0]), ct)
            : await AbleAsync(userId, ct);
        var estimate = writers[0] == TextModels.BuiltIn ? 0
            : models.Of(writers[0]).Price.Of(SceneQuestion.Of(await enhancing.ContextOfAsync(scene, ct)).Expected);
        var project = await db.Projects.AsNoTracking().SingleAsync(p => p.Id == scene.ProjectId, ct);
        string? note = null;
        try
        {
            await ProjectBudget.DemandAsync(db, userId, new(project.Id, sceneId, project.Settings.BudgetUsd), estimate, ct);
        }
        catch (Refusal usedUp) when (!isNamed && usedUp.Code == ProjectBudget.UsedUp)
        {
            (writers, estimate, note) = ([TextModels.BuiltIn], 0, usedUp.Message);
        }
        await room.DemandAsync(ct);
        var job = db.Enqueue(new EnhanceScene(sceneId, writers, Guid.CreateVersion7(), wanted.Anew == true, Note: note), userId, sceneId);
        await db.SaveChangesAsync(ct);
        return new(job.Id, estimate);
    }

    /// <summary>Those of the server's order whom the user has a key for, and at last the built-in one.</summary>
    private async Task<IReadOnlyList<string>> AbleAsync(Guid userId, CancellationToken ct)
    {
        var able = new List<string>();
        foreach (var writer in settings.TextProviders.TakeWhile(writer => writer != TextModels.BuiltIn))
            try
            {
                await DemandAsync(userId, writer, ct);
                able.Add(writer);
            }
            catch (Refusal)
            {
                // It is left out.
            }
        return [.. able, TextModels.BuiltIn];
    }

    /// <summary>Each that a user names must be able to: a fallback that could not be asked is none.</summary>
    private async Task<IReadOnlyList<string>> NamedAsync(Guid userId, IEnumerable<string> writers, CancellationToken ct)
    {
        var named = writers.Distinct().ToList();
        foreach (var writer in named.Where(writer => writer != TextModels.BuiltIn))
            await DemandAsync(userId, writer, ct);
        return named;
    }

    private async Task DemandAsync(Guid userId, string writer, CancellationToken ct)
    {
        models.Of(writer);
        await vault.DemandAsync(userId, writer, ct);
    }
}
