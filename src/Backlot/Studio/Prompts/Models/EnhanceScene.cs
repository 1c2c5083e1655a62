using Backlot.Generation.Answers;
using Backlot.Generation.Orders;
using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Prompts.Models;

/// <summary>Has a scene's prompt enhanced by a language model.</summary>
/// <param name="Writers">Their providers, asked in turn; <see cref="TextModels.BuiltIn"/> writes when none before it can.</param>
/// <param name="OrderId">What is paid for the answer is this order's cost.</param>
/// <param name="Anew">An answer that was got before does not count.</param>
/// <param name="Writer">Of jobs from before there were several: they have no <paramref name="Writers"/>.</param>
/// <param name="Note">Why others who would have been asked are not.</param>
public sealed record EnhanceScene(Guid SceneId, IReadOnlyList<string>? Writers, Guid OrderId, bool Anew, string? Writer = null, string? Note = null) : IJobArgs
{
    public static string Kind => "studio.enhance-scene";
    public static string Queue => "generate";

    internal sealed class Handler(BacklotDb db, InTurn inTurn, Enhancing enhancing) : IJobHandler<EnhanceScene>
    {
        private static readonly Outcome Deleted = new Outcome.Discard("The scene was deleted before it was enhanced.");

        public async Task<Outcome> RunAsync(EnhanceScene args, JobRun run, CancellationToken ct)
        {
            if (await db.Scenes.AsNoTracking().SingleOrDefaultAsync(s => s.Id == args.SceneId, ct) is not { } scene
                || await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Id == scene.ProjectId, ct) is not { } project)
                return Deleted;
            var told = await enhancing.ContextOfAsync(scene, ct);
            var (question, mostCharacters) = (SceneQuestion.Of(told), SceneQuestion.RoomIn(told));
            var intent = new Intent(args.OrderId, scene.Id, "scene", "", question.Instruction, scene.Prompt, args.Anew,
                new(project.Id, scene.Id, project.Settings.BudgetUsd));
            var writers = args.Writers ?? [args.Writer ?? TextModels.BuiltIn];
            var models = writers.TakeWhile(writer => writer != TextModels.BuiltIn).ToList();
            try
            {
                return await inTurn.WriteAsync<WrittenScene>(run, models, intent, question, answer => answer.Tidy(mostCharacters), ct) switch
                {
                    Turn<WrittenScene>.Waiting waiting => waiting.Outcome,
                    Turn<WrittenScene>.Written written =>
                        await KeepAsync(scene, written.Value.Around(told, $"{written.Writer}/{written.Model}"), written.Note, ct),
                    Turn<WrittenScene>.Nobody nobody when models.Count < writers.Count =>
                        await KeepAsync(scene, BuiltInSceneWriter.Write(told), models.Count > 0 ? nobody.Reason : args.Note, ct),
                    Turn<WrittenScene>.Nobody nobody => new Outcome.Discard(nobody.Reason),
                    _ => throw new InvalidOperationException("Nothing came of asking."),
                };
            }
            catch (Refusal usedUp) when (usedUp.Code == ProjectBudget.UsedUp && models.Count < writers.Count)
            {
                return await KeepAsync(scene, BuiltInSceneWriter.Write(told), usedUp.Message, ct);      // it costs nothing
            }
        }

        /// <param name="note">Why it is not by who was asked first; null when it is.</param>
        private async Task<Outcome> KeepAsync(Scene scene, Enhancement written, string? note, CancellationToken ct) =>
            await db.Scenes.AnyAsync(s => s.Id == scene.Id, ct)
                ? new Outcome.Done(token => enhancing.KeepAsync(scene.Id, scene.Prompt, written, token), new { written.Writer, note })
                : Deleted;
    }
}
