using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Backlot.Generation;
using Backlot.Generation.Orders;
using Backlot.Generation.Providers;
using Backlot.Jobs;
using Backlot.Library;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Channels.Albums;

/// <summary>What making a track and making an image have in common.</summary>
internal static class AlbumPart
{
    /// <summary>The first part that starts moves the album on from planned.</summary>
    /// <returns>Null when the album was deleted.</returns>
    public static async Task<VideoJob?> BeginAsync(BacklotDb db, JobRun run, Guid albumId, CancellationToken ct)
    {
        var album = await db.VideoJobs.SingleOrDefaultAsync(v => v.Id == albumId, ct);
        if (album?.Status is VideoJobStatus.Planned)
            await run.WriteAsync(db, async _ =>
            {
                await db.Database.ExecuteSqlAsync(
                    $"update video_jobs set status = 'generating_music', updated_at = now() where id = {albumId} and user_id = {run.UserId} and status = 'planned'", ct);
                await db.Entry(album).ReloadAsync(ct);
            }, ct);
        return album;
    }

    /// <exception cref="Refusal">The file is gone or not what it should be; no later attempt would help.</exception>
    public static async Task<Asset> ImportAsync(Intake intake, JobRun run, string file, MediaKind wanted, CancellationToken ct)
    {
        try
        {
            return await intake.FileAsync(run.UserId, file, wanted, ct);
        }
        catch (MediaRefused refused)
        {
            throw new Refusal(422, "media.refused", refused.About(file));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new Refusal(422, "file.missing", $"{file} cannot be read: put it back, or replace this part, then resume.");
        }
    }

    /// <summary>Another prompt, seed, size or provider is another intent; the same one is never made twice.</summary>
    public static string IntentKey<TOrder>(Guid albumId, string part, int orderIndex, PartSource source, TOrder order)
    {
        byte[] content = [.. source.Fallbacks.Count > 0 ? JsonSerializer.SerializeToUtf8Bytes(source.Providers) : [], .. JsonSerializer.SerializeToUtf8Bytes(order)];
        return $"{albumId:N}/{part}/{orderIndex}/{source.Provider}/" + Convert.ToHexStringLower(SHA256.HashData(content))[..16];
    }

    /// <summary>Has a part made, or goes on with it.</summary>
    /// <param name="take">Makes an asset of what is ready.</param>
    /// <returns>How the run ends: with the part, or parked while a provider works.</returns>
    public static async Task<Outcome> MakeAsync<TOrder>(
        Ordering ordering, JobRun run, string intentKey, PartSource source, TOrder order, Func<Generated, Task<Outcome>> take, CancellationToken ct) where TOrder : IOrder
    {
        switch (await ordering.StepAsync(run, intentKey, [.. source.Providers.Select(ProviderChoice.Parse)], order, OrderContext.None, ct))
        {
            case OrderStep.Waiting waiting:
                return waiting.Outcome;
            case OrderStep.Failed failed:
                return failed.Outcome;
            case OrderStep.Ready { Generated: var made }:
                try
                {
                    return await take(made);
                }
                catch (MediaRefused refused)
                {
                    if (made.TempPath is { } left)
                        File.Delete(left);
                    if (made.Record.Provider == AlbumProviders.BuiltIn)
                        throw;
                    // It is paid for, so it is not ordered again by itself; a resumed album fetches it once more.
                    return new Outcome.Discard($"What {made.Record.Provider} made {refused.Reason}: replace this part, by another provider, say.");
                }
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Adds a new asset, and closes the intent it fulfils.</summary>
    public static async Task KeepAsync(BacklotDb db, Generator generator, Asset asset, Generated? made, string? license, CancellationToken ct)
    {
        if (db.Entry(asset).State != EntityState.Detached)
            return;
        if (license is not null)
            asset.Metadata = JsonSerializer.Serialize(new { license });
        db.Assets.Add(asset);
        if (made is not null)
            await generator.FulfilAsync(made, asset.Id, ct);
    }
}
