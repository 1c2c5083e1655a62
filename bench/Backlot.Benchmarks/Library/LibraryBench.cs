using System.Net.Http.Headers;
using Backlot.Platform;
using Backlot.Platform.Blobs;

namespace Backlot.Benchmarks.Library;

/// <summary>How much the library's doors take in a second: a local file, an upload on loopback, a film, a folder of many files whose
/// server is killed in the middle.</summary>
/// <param name="Megabytes">Of the file that is kept and of the one that is uploaded.</param>
/// <param name="Files">In the folder.</param>
/// <param name="BadFiles">Of those that cannot be used.</param>
/// <param name="FilmSeconds">Of the film that becomes clips.</param>
internal sealed record LibraryBenchSize(int Megabytes = 2000, int Files = 1000, int BadFiles = 50, int FilmSeconds = 60)
{
    public bool IsFull => this == new LibraryBenchSize();
}

/// <inheritdoc cref="LibraryBenchSize"/>
internal sealed class LibraryBench(LibraryBenchSize size, TimeProvider time, Action<string> say)
{
    /// <summary>A disk in memory shows what the program can; the other one what the disk lets it.</summary>
    private const string MemoryDisk = "/dev/shm";

    private const int Rounds = 3;

    public async Task<Report> RunAsync(CancellationToken ct)
    {
        var conditions = await Conditions.ReadAsync(time, ct);
        var metrics = new List<Metric>();
        // First: what the others write is on its way to the disk for a while yet.
        using (var film = new TempFolder())
            metrics.AddRange(await new MinuteOfFootage(film, size.FilmSeconds, time, say).RunAsync(ct));
        using (var memory = new TempFolder(Directory.Exists(MemoryDisk) ? MemoryDisk : null))
        {
            metrics.AddRange(await StoreAsync("a local file hashed and kept, disk in memory", memory, new Bar(500, IsLeast: true, OnlyAtFullSize: true), ct));
            metrics.AddRange(await UploadAsync("an upload on loopback, disk in memory", memory, new Bar(300, IsLeast: true, OnlyAtFullSize: true), ct));
        }
        using (var disk = new TempFolder())
        {
            metrics.AddRange(await StoreAsync("a local file hashed and kept, this disk, flushed", disk, null, ct));
            metrics.Add(await PlainWriteAsync(disk, ct));
        }
        using (var folder = new TempFolder())
            metrics.AddRange(await new KilledFolder(folder, size, time, say).RunAsync(ct));
        return new("Library benchmark: what the doors take in a second",
            [$"File: {size.Megabytes} MB; film: {size.FilmSeconds} s; folder: {size.Files} files, {size.BadFiles} of them bad", .. conditions], metrics, size.IsFull);
    }

    /// <remarks>A virtual machine gets its memory from its host when it first writes to it, at a quarter of a gigabyte a second here. That is
    /// no property of the program, so the middle one of a few rounds counts; the first is shown.</remarks>
    private async Task<Metric[]> StoreAsync(string name, TempFolder temp, Bar? bar, CancellationToken ct)
    {
        say($"Keeping a file of {size.Megabytes} MB …");
        using var folder = DataFolder.Own(temp.Below("store"));
        var blobs = new BlobStore(folder);
        var path = temp.Below("file");
        await WriteAsync(path, ct);
        var rates = new List<double>();
        while (rates.Count < Rounds)
        {
            var began = time.GetTimestamp();
            await using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1))
                await blobs.PutAsync(file, ct);
            rates.Add(size.Megabytes / time.GetElapsedTime(began).TotalSeconds);
            Directory.Delete(folder.Blobs, recursive: true);
            Directory.CreateDirectory(folder.Blobs);
        }
        File.Delete(path);
        return Middle(name, rates, bar);
    }

    /// <summary>What the disk does when nothing is hashed.</summary>
    private async Task<Metric> PlainWriteAsync(TempFolder temp, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        await WriteAsync(temp.Below("plain"), ct);
        return new("- the same bytes written and flushed, nothing else", size.Megabytes / time.GetElapsedTime(began).TotalSeconds, "MB/s");
    }

    /// <inheritdoc cref="StoreAsync"/>
    private async Task<Metric[]> UploadAsync(string name, TempFolder temp, Bar bar, CancellationToken ct)
    {
        say($"Uploading {size.Megabytes} MB …");
        await using var server = await BenchServer.StartAsync(temp.Below("upload"), ct);
        using var http = new HttpClient { BaseAddress = server.Url, Timeout = TimeSpan.FromMinutes(10) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
        http.DefaultRequestHeaders.Add("Tus-Resumable", "1.0.0");
        var rates = new List<double>();
        while (rates.Count < Rounds)
            rates.Add(await UploadAsync(http, ct));
        return Middle(name, rates, bar);
    }

    private async Task<double> UploadAsync(HttpClient http, CancellationToken ct)
    {
        using var create = new HttpRequestMessage(HttpMethod.Post, "/api/uploads") { Headers = { { "Upload-Length", $"{Bytes}" } } };
        using var created = await http.SendAsync(create, ct);
        created.EnsureSuccessStatusCode();
        var began = time.GetTimestamp();
        using var patch = new HttpRequestMessage(HttpMethod.Patch, created.Headers.Location)
        {
            Headers = { { "Upload-Offset", "0" } },
            Content = new StreamContent(new Noise(Bytes), 1 << 20) { Headers = { ContentType = new("application/offset+octet-stream"), ContentLength = Bytes } },
        };
        using var sent = await http.SendAsync(patch, ct);
        sent.EnsureSuccessStatusCode();
        return size.Megabytes / time.GetElapsedTime(began).TotalSeconds;
    }

    private static Metric[] Middle(string name, List<double> rates, Bar? bar) =>
    [
        new(name, rates.Order().ElementAt(Rounds / 2), "MB/s", bar),
        new("- the first time, into memory that the machine has yet to find", rates[0], "MB/s"),
    ];

    private long Bytes => size.Megabytes * 1_000_000L;

    private async Task WriteAsync(string path, CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1);
        await new Noise(Bytes).CopyToAsync(file, 1 << 20, ct);
        file.Flush(flushToDisk: true);
    }
}
