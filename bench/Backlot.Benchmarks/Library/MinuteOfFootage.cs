using Backlot.Benchmarks.Footage;
using Backlot.Benchmarks.Jobs;
using Backlot.Library.Assets;
using Backlot.Library.Clips;
using Backlot.Library.Ingest;
using Backlot.Platform.Http;

namespace Backlot.Benchmarks.Library;

/// <summary>From the request to bring in a folder with one film of 720 lines to the last of its clips having its scores, pictures and vector.</summary>
internal sealed class MinuteOfFootage(TempFolder temp, int seconds, TimeProvider time, Action<string> say)
{
    /// <summary>Each look takes the server some milliseconds from its work.</summary>
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(100);

    /// <summary>Beyond it the film was never going to be done.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>A machine that others share is slower at one time than at another: the middle one of a few films counts, of short ones none does.</summary>
    private int Rounds => seconds < 60 ? 1 : 3;

    /// <exception cref="TimeoutException">It was not done within three minutes.</exception>
    public async Task<IReadOnlyList<Metric>> RunAsync(CancellationToken ct)
    {
        say($"Bringing in {Rounds} films of {seconds} s …");
        var films = new List<string>();
        for (var round = 1; round <= Rounds; round++)
            films.Add(await RealFilm.MakeAsync(Film($"footage {round}", "film"), "1280x720", "veryfast", seconds, ct, toneHertz: 300 + round));
        await using var server = await BenchServer.StartAsync(temp.Below("data"), ct);
        if (Rounds > 1)
        {
            // A first film, so that the server's code is compiled, as it is after its first minute.
            await RealFilm.MakeAsync(Film("first", "tiny"), "320x180", "ultrafast", 2, ct);
            await BringInAsync(server, "first", ct);
        }
        List<double> took = [], decoding = [];
        var clips = 0;
        foreach (var film in films)
        {
            var began = time.GetTimestamp();
            clips = await BringInAsync(server, Path.GetFileName(Path.GetDirectoryName(film))!, ct);
            took.Add(time.GetElapsedTime(began).TotalSeconds);
            began = time.GetTimestamp();
            await PlainFfmpeg.RunAsync(ct, "-threads", "2", "-i", film, "-f", "null", "-");
            decoding.Add(time.GetElapsedTime(began).TotalSeconds);
        }
        return
        [
            new($"{seconds} s of 720p brought in, to scored clips", took.Median(), "s", new Bar(6, OnlyAtFullSize: true)),
            new("- the quickest of such films", took.Min(), "s"),
            new("- the slowest", took.Max(), "s"),
            new("- ffmpeg decoding the same on two threads, nothing else", decoding.Median(), "s"),
            new("- clips", clips, "clips"),
        ];
    }

    private string Film(string folder, string name) => Path.Combine(Directory.CreateDirectory(temp.Below(folder)).FullName, name + ".mp4");

    private async Task<int> BringInAsync(BenchServer server, string folder, CancellationToken ct)
    {
        // As if it had been there for long: what was written a moment ago is waited for.
        foreach (var file in Directory.GetFiles(temp.Below(folder)))
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch.AddYears(50));
        await server.SendAsync<IngestView>(HttpMethod.Post, "/api/ingest/local/folder", new NewFolderIngest(temp.Below(folder)), ct);
        for (var began = time.GetTimestamp(); time.GetElapsedTime(began) < Limit; await Task.Delay(Often, ct))
        {
            var assets = await server.SendAsync<Page<AssetView>>(HttpMethod.Get, "/api/assets?limit=1", null, ct);
            if (assets.Items is not [{ FootageReadAt: not null } film] || film.Path?.StartsWith(temp.Below(folder), StringComparison.Ordinal) != true)
                continue;
            var clips = (await server.SendAsync<Page<ClipView>>(HttpMethod.Get, $"/api/assets/{film.Id}/clips?limit=200", null, ct)).Items;
            if (clips.Count > 0 && clips.All(clip => clip is { CompositeScore: not null, ThumbnailUrl: not null, EmbeddedBy: not null }))
                return clips.Count;
        }
        throw new TimeoutException($"The film in {folder} has not become scored clips.");
    }
}
