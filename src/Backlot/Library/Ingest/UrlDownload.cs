using System.Net;
using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Backlot.Platform.Outbound;

namespace Backlot.Library.Ingest;

/// <summary>Brings what is at an address to this disk. A download that breaks off goes on where it stopped, also after a restart, if the
/// other side serves ranges and says by an ETag or a date that it is still the same.</summary>
internal sealed class UrlDownload(OutboundHttp outbound, DataFolder folder, IngestRoom room, Settings settings, BacklotDb db)
{
    private const int Redirects = 5;

    /// <summary>In one run; the job is tried again after that.</summary>
    private const int MostBreaks = 20;

    /// <exception cref="Refusal">The address, or what it answers, cannot be used. 507: there is no room for it.</exception>
    /// <exception cref="TooManyBytes">It is too large.</exception>
    /// <exception cref="OutboundFailed">It may be had another time.</exception>
    public async Task<StagedFile> StageAsync(FileIngest ingest, JobRun run, CancellationToken ct)
    {
        var (url, path) = (ingest.Location, Path.Combine(folder.Uploads, $"{ingest.Id:N}.url"));
        var version = run.Checkpoint<RemoteVersion>();
        for (var breaks = 0; ; breaks++)
        {
            var before = LengthOf(path);
            try
            {
                await GoOnAsync(path, url, version, async seen => await run.SaveCheckpointAsync(db, version = seen, ct), run, ct);
                var staged = await StagedBlob.OfFileAsync(path, ct);
                return new(staged, new(staged.SizeBytes, null), new(AssetSource.Url, NameOf(url), Url: url)) { IsOnlyCopy = true };
            }
            catch (OutboundFailed large) when (large.Fault == OutboundFault.TooLarge)
            {
                File.Delete(path);
                throw new TooManyBytes();
            }
            catch (Refusal)
            {
                File.Delete(path);
                throw;
            }
            catch (OutboundFailed broken) when (broken.Fault is OutboundFault.Broken && breaks < MostBreaks && LengthOf(path) > before)
            {
                // It got further: at once again from there.
            }
        }
    }

    private async Task GoOnAsync(string path, string url, RemoteVersion? version, Func<RemoteVersion, Task> keep, JobRun run, CancellationToken ct)
    {
        var have = version is null ? 0 : LengthOf(path);
        var request = new OutboundRequest(HttpMethod.Get, url) { Headers = have == 0 ? [] : [("Range", $"bytes={have}-"), ("If-Range", version?.Value ?? "")] };
        await using var reply = await outbound.SendAsync(request, Limits(settings.IngestMostBytes - have), ct);
        if (reply.Status == HttpStatusCode.RequestedRangeNotSatisfiable && have > 0)
        {
            File.Delete(path);
            throw new OutboundFailed(OutboundFault.Broken, sent: true);
        }
        Demand(reply);
        var goesOn = reply.Status == HttpStatusCode.PartialContent && have > 0 && reply.ContentRange?.From == have;
        if (reply.Status == HttpStatusCode.PartialContent && !goesOn)
            throw new Refusal(422, "url.answer", $"{reply.Url.Host} answered with another part of the file than was asked for.");
        var there = goesOn ? have : 0;
        if (reply.ContentLength is { } coming)
            await room.DemandAsync(run.UserId, there + coming, coming, ct);
        var growing = reply.ContentLength is null ? await room.GrowingAsync(run.UserId, ct) : null;
        await using var file = new FileStream(path, goesOn ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.Read, 1);
        // The length is missing where the other side compresses, and then its ranges are of other bytes.
        if (!goesOn && reply.ContentLength is not null && RemoteVersion.Of(reply) is { } seen)
            await keep(seen);
        await reply.CopyToAsync(new Metered(file, run, there, there + reply.ContentLength, growing));
        await file.FlushAsync(ct);
        // Less than was asked for: what is missing is asked for next.
        if (goesOn && reply.ContentRange is { To: { } to, Length: { } total } && to + 1 < total)
            throw new OutboundFailed(OutboundFault.Broken, sent: true);
    }

    /// <summary>A refusal of the other side is final, but for what passes.</summary>
    private static void Demand(OutboundReply reply)
    {
        if (reply.Status is HttpStatusCode.OK or HttpStatusCode.PartialContent)
            return;
        if (reply.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)reply.Status >= 500)
            throw new OutboundFailed(OutboundFault.Unreachable, sent: true);
        throw new Refusal(422, "url.answer", $"{reply.Url.Host} answered {(int)reply.Status} instead of the file: look whether the address is right and open to all.");
    }

    private static OutboundLimits Limits(long most) => new()
    {
        BodyBytes = most,
        Deadline = TimeSpan.FromHours(3),
        MinBytesPerSecond = 16 << 10,
        RateGrace = TimeSpan.FromSeconds(30),
        Redirects = Redirects,
    };

    private static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    /// <summary>The last part of the path.</summary>
    private static string NameOf(string url)
    {
        var name = Uri.UnescapeDataString(new Uri(url).AbsolutePath.TrimEnd('/').Split('/')[^1]);
        return name.Trim() is { Length: > 0 } text && !text.Any(char.IsControl) ? text : new Uri(url).Host;
    }

    /// <summary>Tells watchers how far it is, and asks for room where it is not known how far it goes.</summary>
    private sealed class Metered(FileStream file, JobRun run, long done, long? whole, GrowingRoom? room) : Stream
    {
        private long _done = done;

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => file.Length;
        public override long Position { get => file.Position; set => throw new NotSupportedException(); }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            room?.Demand(_done + buffer.Length);
            await file.WriteAsync(buffer, cancellationToken);
            _done += buffer.Length;
            run.Report(whole is { } all and > 0 ? 0.9 * _done / all : 0, $"{_done >> 20} MiB downloaded");
        }

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Flush() => file.Flush();
    }
}

/// <summary>What says that a file at an address is still the same: a strong ETag, or a date.</summary>
internal sealed record RemoteVersion(string Value)
{
    public static RemoteVersion? Of(OutboundReply reply) =>
        reply.Headers.ETag is { IsWeak: false } tag ? new(tag.ToString())
        : reply.LastModified is { } date ? new(date.ToString("R"))
        : null;
}
