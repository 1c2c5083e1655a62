using System.Buffers.Binary;
using Backlot.Benchmarks.Footage;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Library.Assets;
using Backlot.Library.Ingest;
using Backlot.Platform;
using Backlot.Platform.Http;

namespace Backlot.Benchmarks.Library;

/// <summary>A folder of many files is brought in by a server that is killed in the middle, and by the one that is started after it.</summary>
internal sealed class KilledFolder(TempFolder temp, LibraryBenchSize size, TimeProvider time, Action<string> say)
{
    private const int Folders = 20, SampleRate = 22_050;
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(200);

    /// <exception cref="StartFailed">Not exactly the good files became assets.</exception>
    public async Task<IReadOnlyList<Metric>> RunAsync(CancellationToken ct)
    {
        await FillAsync(ct);
        say($"Bringing in {size.Files} files; the server is killed in the middle …");
        var began = time.GetTimestamp();
        Guid id;
        await using (var first = await BenchServer.StartAsync(temp.Below("data"), ct))
        {
            began = time.GetTimestamp();
            id = (await first.SendAsync<IngestView>(HttpMethod.Post, "/api/ingest/local/folder", new NewFolderIngest(temp.Below("footage")), ct)).Id;
            await UntilAsync(first, id, ingest => ingest.Taken + ingest.Refused >= size.Files / 2, ct);
            await first.KillAsync();
        }
        await using var second = await BenchServer.StartAsync(temp.Below("data"), ct);
        var ended = await UntilAsync(second, id, ingest => ingest.Status == "completed", ct);
        var seconds = time.GetElapsedTime(began).TotalSeconds;
        var assets = await CountAsync(second, ct);
        if (assets != size.Files - size.BadFiles || ended.Refused != size.BadFiles)
            throw new StartFailed($"{assets} assets and {ended.Refused} refused files came of {size.Files - size.BadFiles} good and {size.BadFiles} bad ones.");
        return
        [
            new($"assets of {size.Files} files, {size.BadFiles} bad, the server killed in the middle", assets, "assets", new Bar(size.Files - size.BadFiles, IsLeast: true)),
            new("- files taken, known or refused in a second, restart included", size.Files / seconds, "files/s"),
        ];
    }

    /// <summary>Films, pictures and sound, each another one; of every so many, one is cut off in its head.</summary>
    private async Task FillAsync(CancellationToken ct)
    {
        var film = await File.ReadAllBytesAsync(await RealFilm.MakeAsync(temp.Below("film.mp4"), "160x90", "ultrafast", 1, ct), ct);
        for (var n = 0; n < size.Files; n++)
        {
            var folder = Directory.CreateDirectory(temp.Below($"footage/{n % Folders}")).FullName;
            var (file, ending) = ((n + n / Folders) % 10) switch { 0 => (Film(film, n), "mp4"), <= 3 => (Picture(n), "png"), _ => (Wav(n), "wav") };
            var isBad = n % (size.Files / size.BadFiles) == 0 && n / (size.Files / size.BadFiles) < size.BadFiles;
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{n}.{ending}"), isBad ? file[..40] : file, ct);
        }
    }

    /// <summary>The same film with something behind it that players pass over.</summary>
    private static byte[] Film(byte[] film, int number) => [.. film, 0, 0, 0, 12, .. "free"u8, .. BitConverter.GetBytes(number)];

    private static byte[] Picture(int number)
    {
        using var png = new MemoryStream();
        PngWriter.Write(png, 96, 54, (y, row) => new Random(number * 100 + y).NextBytes(row));
        return png.ToArray();
    }

    private static byte[] Wav(int number)
    {
        var file = new byte[44 + SampleRate / 2];
        new Random(number).NextBytes(file.AsSpan(44));
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        "WAVEfmt "u8.CopyTo(file.AsSpan(8));
        foreach (var (at, value) in ((int, int)[])[(16, 16), (20, 1 | 1 << 16), (24, SampleRate), (28, SampleRate * 2), (32, 2 | 16 << 16), (40, file.Length - 44)])
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        "data"u8.CopyTo(file.AsSpan(36));
        return file;
    }

    private static async Task<IngestView> UntilAsync(BenchServer server, Guid id, Func<IngestView, bool> isSo, CancellationToken ct)
    {
        while (true)
        {
            var ingest = await server.SendAsync<IngestView>(HttpMethod.Get, $"/api/ingest/{id}", null, ct);
            if (isSo(ingest))
                return ingest;
            await Task.Delay(Often, ct);
        }
    }

    private static async Task<int> CountAsync(BenchServer server, CancellationToken ct)
    {
        var count = 0;
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await server.SendAsync<Page<AssetView>>(HttpMethod.Get, $"/api/assets?limit=200{(cursor == "" ? "" : "&cursor=" + cursor)}", null, ct);
            (count, cursor) = (count + page.Items.Count, page.NextCursor);
        }
        return count;
    }
}
