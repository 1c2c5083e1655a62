using System.ComponentModel;
using Backlot.Channels.Albums;
using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Backlot.Platform.Http.Idempotency;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;
using Backlot.Platform.Http.Versions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Channels;

/// <summary>A channel as its owner sees it.</summary>
/// <param name="MusicProviders">Who makes the tracks of its albums, in this order; empty for the built-in one.</param>
/// <param name="ImageProviders">Who makes the pictures, in this order; empty for the built-in one.</param>
/// <param name="PromptWriters">Who writes the prompts, in this order; empty for the built-in writer.</param>
/// <param name="Jobs">How many video jobs it has, by status; those without any are left out.</param>
public sealed record ChannelView(
    Guid Id, string Name, string BrandNiche, bool IsActive, string? YoutubeChannelId, IReadOnlyList<string> MusicProviders,
    IReadOnlyList<string> ImageProviders, IReadOnlyList<string> PromptWriters, IReadOnlyDictionary<string, int> Jobs,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static ChannelView Of(Channel channel, IReadOnlyDictionary<string, int> jobs) => new(
        channel.Id, channel.Name, channel.BrandNiche, channel.IsActive, channel.YoutubeChannelId,
        channel.MusicProviders, channel.ImageProviders, channel.PromptWriters, jobs, channel.CreatedAt, channel.UpdatedAt);
}

/// <summary>A channel to be.</summary>
/// <param name="Name">Unique among your channels whatever its case.</param>
/// <param name="BrandNiche">What the channel is about.</param>
/// <param name="YoutubeChannelId">As YouTube writes it, UC…; no two channels have the same.</param>
/// <param name="MusicProviders">Who makes the tracks of its albums, in this order, as in <c>mubert</c>, <c>beatoven</c> or <c>dummy</c>, the
/// built-in one, which is asked only where it is named; each is asked when the one before cannot. Default: dummy.</param>
/// <param name="ImageProviders">As for tracks: <c>gemini</c>, <c>leonardo</c>, <c>openai</c> or <c>dummy</c>, each with a model after a slash if
/// it is not to be the usual one. Default: dummy.</param>
/// <param name="PromptWriters">Who writes the prompts: <c>openai</c>, <c>gemini</c> or <c>built-in</c>, which writes them when no other
/// can. Default: built-in.</param>
public sealed record NewChannel(
    [Text(NewChannel.LongestName)] string Name,
    [Text(NewChannel.LongestName)] string BrandNiche,
    [Text(NewChannel.LongestYoutubeId)] string? YoutubeChannelId = null,
    [Items(0, NewChannel.MostProviders), Text(NewChannel.LongestProvider)] IReadOnlyList<string>? MusicProviders = null,
    [Items(0, NewChannel.MostProviders), Text(NewChannel.LongestProvider)] IReadOnlyList<string>? ImageProviders = null,
    [Items(0, NewChannel.MostProviders), Text(NewChannel.LongestProvider)] IReadOnlyList<string>? PromptWriters = null) : IRequestBody<NewChannel>
{
    internal const int LongestName = 200, LongestYoutubeId = 100, LongestProvider = 100, MostProviders = 5;

    public static NewChannel Example => new("Royal court", "medieval royal court");
}

/// <summary>Only what is given changes.</summary>
/// <param name="MusicProviders">As for a new channel; an empty list for the built-in one.</param>
/// <param name="ImageProviders">As for a new channel; an empty list for the built-in one.</param>
/// <param name="PromptWriters">As for a new channel; an empty list for the built-in one.</param>
public sealed record ChannelEdit(
    [Text(NewChannel.LongestName)] string? Name = null,
    [Text(NewChannel.LongestName)] string? BrandNiche = null,
    [Text(NewChannel.LongestYoutubeId)] string? YoutubeChannelId = null,
    bool? IsActive = null,
    [Items(0, NewChannel.MostProviders), Text(NewChannel.LongestProvider)] IReadOnlyList<string>? MusicProviders = null,
    [Items(0, NewChannel.MostProviders), Text(NewChannel.LongestProvider)] IReadOnlyList<string>? ImageProviders = null,
    [Items(0, NewChannel.MostProviders), Text(NewChannel.LongestProvider)] IReadOnlyList<string>? PromptWriters = null) : IRequestBody<ChannelEdit>
{
    public static ChannelEdit Example => new(BrandNiche: "medieval and renaissance courts");
}

/// <summary><c>/api/channels</c>.</summary>
internal static class ChannelApi
{
    public static void MapChannelApi(this IEndpointRouteBuilder routes)
    {
        var channels = routes.MapGroup("/api/channels").WithTags("Channels").ProducesProblem(401);
        channels.MapGet("/", List).WithName("listChannels").WithSummary("Channels with their job counts, newest first").ProducesProblem(400);
        channels.MapPost("/", Add).WithName("addChannel").WithSummary("Add a channel").ProducesProblem(400).ProducesProblem(409).ProducesProblem(422).Makes();
        channels.MapGet("/{id:guid}", Get).WithName("getChannel").WithSummary("One channel").ProducesProblem(404).Versioned();
        channels.MapPatch("/{id:guid}", Edit).WithName("editChannel").WithSummary("Change a channel")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).ChangesVersionOf("getChannel");
        channels.MapDelete("/{id:guid}", Delete).WithName("deleteChannel").WithSummary("Delete a channel and its video jobs").ProducesProblem(404).ChangesVersionOf("getChannel");
    }

    private static async Task<Page<ChannelView>> List(BacklotDb db,
        [Text(NewChannel.LongestName), Description("Only the channel of this name, whatever its case.")] string? name,
        int? limit, string? cursor, CancellationToken ct)
    {
        var channels = db.Channels.AsNoTracking();
        if (name is not null)
            channels = channels.Where(c => EF.Functions.ILike(c.Name, LikePattern.Exactly(name), LikePattern.Escape));
        var counts = await CountsAsync(db, ct);
        return await Page.ReadAsync(limit, cursor,
            async (below, take) => (await channels.Where(c => c.Id < below).OrderByDescending(c => c.Id).Take(take).ToListAsync(ct))
                .ConvertAll(channel => ChannelView.Of(channel, counts(channel.Id))),
            channel => channel.Id);
    }

    private static async Task<ChannelView> Get(Guid id, BacklotDb db, CancellationToken ct) =>
        await ViewAsync(db, await db.ChannelOfAsync(id, ct), ct);

    private static async Task<Created<ChannelView>> Add(NewChannel wanted, Caller caller, BacklotDb db, AlbumProviders providers, CancellationToken ct)
    {
        providers.Check(wanted.MusicProviders, wanted.ImageProviders, wanted.PromptWriters);
        var channel = new Channel
        {
            UserId = caller.UserId,
            Name = wanted.Name.Trim(),
            BrandNiche = wanted.BrandNiche.Trim(),
            YoutubeChannelId = wanted.YoutubeChannelId,
            MusicProviders = [.. wanted.MusicProviders ?? []],
            ImageProviders = [.. wanted.ImageProviders ?? []],
            PromptWriters = [.. wanted.PromptWriters ?? []],
        };
        db.Channels.Add(channel);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/channels/{channel.Id}", await ViewAsync(db, channel, ct));
    }

    private static async Task<ChannelView> Edit(
        Guid id, ChannelEdit edit, BacklotDb db, AlbumProviders providers, TimeProvider time, CancellationToken ct)
    {
        providers.Check(edit.MusicProviders, edit.ImageProviders, edit.PromptWriters);
        var channel = await db.ChannelOfAsync(id, ct);
        channel.Name = edit.Name?.Trim() ?? channel.Name;
        channel.BrandNiche = edit.BrandNiche?.Trim() ?? channel.BrandNiche;
        channel.YoutubeChannelId = edit.YoutubeChannelId ?? channel.YoutubeChannelId;
        channel.IsActive = edit.IsActive ?? channel.IsActive;
        channel.MusicProviders = edit.MusicProviders?.ToArray() ?? channel.MusicProviders;
        channel.ImageProviders = edit.ImageProviders?.ToArray() ?? channel.ImageProviders;
        channel.PromptWriters = edit.PromptWriters?.ToArray() ?? channel.PromptWriters;
        channel.UpdatedAt = time.GetUtcNow();
        await db.SaveChangesAsync(ct);
        return await ViewAsync(db, channel, ct);
    }

    private static async Task<NoContent> Delete(Guid id, BacklotDb db, CancellationToken ct)
    {
        var channel = await db.ChannelOfAsync(id, ct);
        await db.InTransactionAsync(async () =>
        {
            foreach (var album in await db.VideoJobs.Where(v => v.ChannelId == id).OrderBy(v => v.Id).Select(v => v.Id).ToListAsync(ct))
                await db.CancelJobsOfAsync(album, "The channel was deleted.", ct);
            db.Channels.Remove(channel);
            await db.SaveChangesAsync(ct);
        }, ct);
        return TypedResults.NoContent();
    }

    /// <exception cref="Refusal">404: no such channel of the owner.</exception>
    internal static async Task<Channel> ChannelOfAsync(this BacklotDb db, Guid id, CancellationToken ct) =>
        await db.Channels.SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw Refusal.NotFound();

    private static async Task<ChannelView> ViewAsync(BacklotDb db, Channel channel, CancellationToken ct) =>
        ChannelView.Of(channel, (await CountsAsync(db, ct))(channel.Id));

    private static async Task<Func<Guid, IReadOnlyDictionary<string, int>>> CountsAsync(BacklotDb db, CancellationToken ct)
    {
        var counts = (await db.Database.SqlQueryRaw<JobCount>(SqlFile.Read("Channels/Sql/job_counts.sql"), db.Owner).ToListAsync(ct))
            .ToLookup(c => c.ChannelId);
        return id => counts[id].ToDictionary(c => c.Status, c => c.Count);
    }

    private sealed record JobCount(Guid ChannelId, string Status, int Count);
}
