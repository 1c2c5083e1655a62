using System.ComponentModel;
using Backlot.Channels.Albums;
using Backlot.Channels.Prompts;
using Backlot.Generation.Providers;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.Versions;
using Backlot.Rendering;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Channels;

/// <summary><c>PUT /api/video-jobs/{id}/tracks/{n}</c> and <c>/images/{n}</c>: one part is made anew, and only what it
/// touches is rendered again.</summary>
internal static class ReplacePartApi
{
    private const string WhichPart = "Its place in the album, from 1.";

    public static void MapReplacePartApi(this IEndpointRouteBuilder routes)
    {
        var parts = routes.MapGroup("/api/video-jobs/{id:guid}").WithTags("Video jobs")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        parts.MapPut("/tracks/{n:int}", Track).WithName("replaceTrack").WithSummary("Replace one track, and render again what changed").NeedsScope(Scopes.Generate).ChangesVersionOf("getVideoJob");
        parts.MapPut("/images/{n:int}", Picture).WithName("replaceImage").WithSummary("Replace one image, and render again what changed").NeedsScope(Scopes.Generate).ChangesVersionOf("getVideoJob");
    }

    private static Task<Accepted<VideoJobView>> Track(Guid id, [Between(1, VideoJob.PartCount), Description(WhichPart)] int n, PartReplacement wanted, BacklotDb db,
        VideoJobViews views, AlbumProviders providers, OwnFiles ownFiles, AlbumPlanner planner, CancellationToken ct) =>
        ReplaceAsync<MusicOrder>(id, wanted, db, views, providers, async album =>
        {
            var prompt = album.PromptsJson.MusicPrompts[n - 1];
            if (wanted.File is { } file)
            {
                var own = await ownFiles.LookAtAsync("file", file, MediaKind.Audio, ct);
                planner.CheckFilmLength("file", (await LengthsAsync(db, album, ct)).Select((seconds, i) => i == n - 1 ? own.Facts.DurationSeconds ?? 0 : seconds));
            }
            album.Plan = album.Plan.WithTrack(n, SourceOf(wanted, album.Plan.Tracks[n - 1]));
            album.PromptsJson = album.PromptsJson with
            {
                MusicPrompts = Replaced(album.PromptsJson.MusicPrompts, n, prompt with
                {
                    Prompt = wanted.Prompt?.Trim() ?? prompt.Prompt, Seed = SeedOf(wanted, prompt.Seed), Title = wanted.Title?.Trim() ?? prompt.Title,
                }),
            };
            await db.AudioTracks.Where(t => t.VideoJobId == id && t.OrderIndex == n).ExecuteDeleteAsync(ct);
        }, ct);

    private static Task<Accepted<VideoJobView>> Picture(Guid id, [Between(1, VideoJob.PartCount), Description(WhichPart)] int n, PartReplacement wanted, BacklotDb db,
        VideoJobViews views, AlbumProviders providers, OwnFiles ownFiles, CancellationToken ct) =>
        ReplaceAsync<ImageOrder>(id, wanted, db, views, providers, async album =>
        {
            var prompt = album.PromptsJson.VisualPrompts[n - 1];
            if (wanted.File is { } file)
                await ownFiles.LookAtAsync("file", file, MediaKind.Image, ct);
            album.Plan = album.Plan.WithImage(n, SourceOf(wanted, album.Plan.Images[n - 1]));
            album.PromptsJson = album.PromptsJson with
            {
                VisualPrompts = Replaced(album.PromptsJson.VisualPrompts, n,
                    prompt with { Prompt = wanted.Prompt?.Trim() ?? prompt.Prompt, Seed = SeedOf(wanted, prompt.Seed) }),
            };
            await db.Images.Where(i => i.VideoJobId == id && i.OrderIndex == n).ExecuteDeleteAsync(ct);
        }, ct);

    private static async Task<Accepted<VideoJobView>> ReplaceAsync<TOrder>(Guid id, PartReplacement wanted, BacklotDb db,
        VideoJobViews views, AlbumProviders providers, Func<VideoJob, Task> replace, CancellationToken ct) where TOrder : IOrder
    {
        Check<TOrder>(wanted, providers);
        var view = await VideoJobApi.ChangeAsync(id, db, views, async album =>
        {
            if (album.Status is not (VideoJobStatus.Completed or VideoJobStatus.Failed))
                throw new Refusal(409, "video-job.busy", "The album is still being made: wait until it is completed, or cancel it first.");
            if (wanted.Provider is { } provider)
                await providers.DemandKeysAsync(album.UserId, [provider], ct);
            await replace(album);
            if (album.AwaitsPrompts)
                album.PromptsJson = album.PromptsJson with { WrittenBy = PromptWriting.BuiltIn, Note = "A part was replaced before the prompts were written, so those of the built-in writer stand." };
            await AlbumFlow.RestartAsync(db, album, ct);
        }, ct);
        return TypedResults.Accepted($"/api/video-jobs/{id}", view);
    }

    private static void Check<TOrder>(PartReplacement wanted, AlbumProviders providers) where TOrder : IOrder
    {
        var check = new FieldChecks();
        check.Require(wanted.File is null || (wanted.Prompt ?? wanted.Provider) is null && wanted.Seed is null, "file",
            "give either a file, or what to generate.");
        providers.Check<TOrder>(check, "provider", wanted.Provider is { } provider ? [provider] : null, isSingle: true);
        check.Throw();
        if (wanted is { Provider: { } one, Prompt: { } prompt })
            providers.CheckPrompt<TOrder>(check, "prompt", prompt, [one]);
        check.Throw();
    }

    private static PartSource SourceOf(PartReplacement wanted, PartSource old) => wanted.File is { } file
        ? new(PartSource.Import, file)
        : wanted.Provider is { } one ? new(one)
        : old.File is null ? old : new(AlbumProviders.BuiltIn);

    private static long SeedOf(PartReplacement wanted, long old) => wanted.Seed ?? (wanted.Prompt is null ? old + 1 : old);

    private static async Task<List<double>> LengthsAsync(BacklotDb db, VideoJob album, CancellationToken ct)
    {
        var done = await db.AudioTracks.Where(t => t.VideoJobId == album.Id).ToDictionaryAsync(t => (int)t.OrderIndex, t => (double)t.DurationSeconds, ct);
        return [.. album.PromptsJson.MusicPrompts.Select(p => done.GetValueOrDefault(p.OrderIndex, p.DurationSeconds))];
    }

    private static List<T> Replaced<T>(IReadOnlyList<T> list, int n, T with) => [.. list.Select((old, i) => i == n - 1 ? with : old)];
}
