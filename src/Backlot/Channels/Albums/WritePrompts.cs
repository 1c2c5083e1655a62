using Backlot.Channels.Prompts;
using Backlot.Channels.Prompts.Models;
using Backlot.Generation.Answers;
using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Channels.Albums;

/// <summary>Has a language model write an album's prompts, before any part is made.</summary>
public sealed record WritePrompts(Guid VideoJobId) : IJobArgs
{
    public static string Kind => "channels.write-prompts";
    public static string Queue => "generate";
}

/// <summary>Asks one writer after the other. When none can, the prompts of the built-in writer stand, with a note that says why: an album
/// never waits for long for words that are there already.</summary>
internal sealed class WritePromptsHandler(BacklotDb db, Asking asking) : IJobHandler<WritePrompts>
{
    /// <summary>What may pass is waited for in the first runs; in the last one the next writer is asked.</summary>
    private const int Runs = 3;

    private const int LongestNote = 1000;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    public async Task<Outcome> RunAsync(WritePrompts args, JobRun run, CancellationToken ct)
    {
        if (await db.VideoJobs.AsNoTracking().SingleOrDefaultAsync(v => v.Id == args.VideoJobId, ct) is not { } album)
            return new Outcome.Discard("The album was deleted.");
        if (!album.AwaitsPrompts || album.Plan.Writing is not { } writing)
            return new Outcome.Done();
        var failures = new List<string>();
        foreach (var writer in writing.Writers)
            try
            {
                return Keep(album.Id, writing, await AskAsync(run, album, writer, ct), writer, failures);
            }
            catch (ProviderTrouble trouble) when (trouble.Outcome is Outcome.Retry && run.Attempt < Runs)
            {
                return trouble.Outcome;
            }
            catch (Exception failure) when (failure is ProviderTrouble or Refusal)
            {
                failures.Add(failure.Message);
            }
            catch (AskedElsewhere)
            {
                return new Outcome.Park(Rest, "Another job asks the same");
            }
        return Keep(album.Id, writing, written: null, PromptWriting.BuiltIn, failures);
    }

    public Task GivenUpAsync(WritePrompts args, string reason, BacklotDb transaction, CancellationToken ct) =>
        AlbumFlow.FailAsync(transaction, args.VideoJobId, $"Prompts: {reason}", ct);

    private async Task<WrittenParts> AskAsync(JobRun run, VideoJob album, string writer, CancellationToken ct)
    {
        var question = PromptQuestion.Of(new(album.NicheLabel, album.MoodKeywords, album.TargetDurationMinutes * 60, AlbumPlan.CrossfadeSeconds, album.Seed, null, null));
        var intent = new Intent(album.Id, album.Id, "prompts", writer, question.Instruction, $"20 tracks and 20 pictures for {album.NicheLabel}");
        return (await asking.WriteAsync<WrittenParts>(run, intent, question, parts => parts.Tidy(), ct)).Value;
    }

    private Outcome.Done Keep(Guid albumId, PromptWriting writing, WrittenParts? written, string writer, List<string> failures) => new(async ct =>
    {
        if (await db.LockAlbumAsync(albumId, ct) is not { } album)
            return;
        var note = failures.Count > 0 ? PlainText.Of($"{string.Join(' ', failures)} So the prompts are by {writer}.", LongestNote) : null;
        album.PromptsJson = (written?.Into(album.PromptsJson, writing) ?? album.PromptsJson) with { WrittenBy = writer, Note = note };
    });
}
