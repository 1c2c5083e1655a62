using Backlot.Jobs;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Backlot.Rendering;
using Backlot.Rendering.Signals;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Footage;

/// <summary>Makes the form of a film that every browser plays.</summary>
public sealed record MakeProxy(Guid AssetId) : IJobArgs
{
    public static string Kind => "library.make-proxy";
    public static string Queue => "footage";
    public static int MaxAttempts => 3;
}

internal sealed class MakeProxyHandler(BacklotDb db, BlobStore blobs, FilmFacts films, FootageProxy proxy) : IJobHandler<MakeProxy>
{
    public async Task<Outcome> RunAsync(MakeProxy args, JobRun run, CancellationToken ct)
    {
        if (await db.Assets.SingleOrDefaultAsync(a => a.Id == args.AssetId, ct) is not { Sha256: { } sha256 } film)
            return new Outcome.Cancel("The asset was deleted.");
        if (await db.Assets.AnyAsync(a => a.DerivedFrom == film.Id && a.Variant == MediaVariant.Proxy, ct))
            return new Outcome.Done();
        var temp = blobs.NewTempPath(".mp4", run.Tag);
        try
        {
            var path = blobs.PathOf(sha256);
            await proxy.MakeAsync(path, await films.OfAsync(sha256, ct), temp, new Progress(run), ct);
            var blob = await blobs.TakeFileAsync(temp, ct);
            return new Outcome.Done(_ =>
            {
                db.Assets.Add(ProxyOf(film, blob));
                return Task.CompletedTask;
            });
        }
        catch (MediaRefused refused)
        {
            return new Outcome.Discard(refused.About(film.Filename));
        }
        finally
        {
            File.Delete(temp);
        }
    }

    /// <summary>Without a length: what somebody brought in is not what was made for them (<c>usage.sql</c>).</summary>
    private static Asset ProxyOf(Asset film, Blob blob) => new()
    {
        UserId = film.UserId,
        Kind = AssetKind.Video,
        SourceType = AssetSource.Generated,
        DerivedFrom = film.Id,
        Variant = MediaVariant.Proxy,
        Filename = "proxy.mp4",
        Sha256 = blob.Sha256,
        SizeBytes = blob.SizeBytes,
        MimeType = "video/mp4",
        Format = "mp4",
        Status = AssetStatus.Ready,
    };

    private sealed class Progress(JobRun run) : IProgress<double>
    {
        public void Report(double value) => run.Report(value, "encoding");
    }
}
