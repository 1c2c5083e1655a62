using Backlot.Generation.Answers;
using Backlot.Jobs;
using Backlot.Platform.Database;
using Backlot.Studio.Characters;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Studio.Prompts.Models;

/// <summary>Has a language model enhance a scene's prompt.</summary>
/// <param name="Writer">Its provider.</param>
/// <param name="OrderId">What is paid for the answer is this order's cost.</param>
/// <param name="Anew">An answer that was got before does not count.</param>
public sealed record EnhanceScene(Guid SceneId, string Writer, Guid OrderId, bool Anew) : IJobArgs
{
    public static string Kind => "studio.enhance-scene";
    public static string Queue => "generate";

    internal sealed class Handler(BacklotDb db, Asking asking, Enhancing enhancing) : IJobHandler<EnhanceScene>
    {
        /// <summary>A model that was told little of a long scene has this left at least.</summary>
        private const int LeastRoom = 200;

        private const string Deleted = "The scene was deleted before it was enhanced.";

        private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

        public async Task<Outcome> RunAsync(EnhanceScene args, JobRun run, CancellationToken ct)
        {
            if (await db.Scenes.AsNoTracking().SingleOrDefaultAsync(s => s.Id == args.SceneId, ct) is not { } scene)
                return new Outcome.Discard(Deleted);
            var told = await enhancing.ContextOfAsync(scene, ct);
            var words = BuiltInSceneWriter.WordsWithLooks(scene.Prompt, Cast.Of(scene.Prompt, told.Characters)).Sum(part => part.Text.Length);
            var room = Math.Max(LeastRoom, BuiltInSceneWriter.MostCharacters - words);
            var question = SceneQuestion.Of(told, room);
            try
            {
                var intent = new Intent(args.OrderId, scene.Id, "scene", args.Writer, question.Instruction, scene.Prompt, args.Anew, scene.ProjectId, scene.Id);
                var written = (await asking.WriteAsync<WrittenScene>(run, intent, question, answer => answer.Tidy(room), ct)).Value;
                var enhancement = written.Around(told, $"{args.Writer}/{asking.ForText(args.Writer).Model}");
                return await db.Scenes.AnyAsync(s => s.Id == scene.Id, ct)
                    ? new Outcome.Done(token => enhancing.KeepAsync(scene.Id, scene.Prompt, enhancement, token))
                    : new Outcome.Discard(Deleted);
            }
            catch (ProviderTrouble trouble)
            {
                return trouble.Outcome;
            }
            catch (AskedElsewhere)
            {
                return new Outcome.Park(Rest, "Another job asks the same");
            }
        }
    }
}
