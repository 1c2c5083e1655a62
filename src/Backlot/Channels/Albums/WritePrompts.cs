using Backlot.Channels.Prompts;
using Backlot.Channels.Prompts.Models;
using Backlot.Generation.Answers;
using Backlot.Jobs;
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
internal sealed class WritePromptsHandler(BacklotDb db, InTurn inTurn) : IJobHandler<WritePrompts>
{
    private const int LongestNote = 1000;

    public async Task<Outcome> RunAsync(WritePrompts args, JobRun run, CancellationToken ct)
    {
        if (await db.VideoJobs.AsNoTracking().SingleOrDefaultAsync(v => v.Id == args.VideoJobId, ct) is not { } album)
            return new Outcome.Discard("The album was deleted.");
        if (!album.AwaitsPrompts || album.Plan.Writing is not { } writing)
            return new Outcome.Done();
        var question = PromptQuestion.Of(new(
            album.NicheLabel, album.MoodKeywords, album.TargetDurationMinutes * 60, AlbumPlan.CrossfadeSeconds, album.Seed, null, null));
        var intent = new Intent(album.Id, album.Id, "prompts", "", question.Instruction, $"20 tracks and 20 pictures for {album.NicheLabel}");
        return await inTurn.WriteAsync<WrittenParts>(run, writing.Writers, intent, question, parts => parts.Tidy(), ct) switch
        {
            Turn<WrittenParts>.Waiting waiting => waiting.Outcome,
            Turn<WrittenParts>.Written written => Keep(album.Id, writing, written.Value, written.Writer, written.Note),
            Turn<WrittenParts>.Nobody nobody => Keep(album.Id, writing, null, PromptWriting.BuiltIn, nobody.Reason),
            _ => throw new InvalidOperationException("Nothing came of asking."),
        };
    }

    public Task GivenUpAsync(WritePrompts args, string reason, BacklotDb transaction, CancellationToken ct) =>
        AlbumFlow.FailAsync(transaction, args.VideoJobId, $"Prompts: {reason}", ct);

    private Outcome.Done Keep(Guid albumId, PromptWriting writing, WrittenParts? written, string writer, string? failures) => new(async ct =>
    {
        if (await db.LockAlbumAsync(albumId, ct) is not { } album)
            return;
        var note = failures is null ? null : PlainText.Of($"{failures} So the prompts are by {writer}.", LongestNote);
        album.PromptsJson = (written?.Into(album.PromptsJson, writing) ?? album.PromptsJson) with { WrittenBy = writer, Note = note };
    });
}
