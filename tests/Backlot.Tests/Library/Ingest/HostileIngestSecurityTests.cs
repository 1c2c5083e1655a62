using Backlot.Benchmarks;
using Backlot.Tests.Support;

namespace Backlot.Tests.Library.Ingest;

/// <summary>The whole collection of hostile files brought in by a folder, twice: docs/security.md 2.5.</summary>
public sealed class HostileIngestSecurityTests : IDisposable
{
    private const int Rounds = 2;

    private readonly Footage _footage = new();
    private readonly string _data = Directory.CreateTempSubdirectory("backlot-hostile-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _footage.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    [Fact(Timeout = 300_000)]
    public async Task Whatever_hostile_files_come_nothing_of_them_stays_and_the_next_good_one_works()
    {
        var hostile = await HostileFiles.MakeAsync(_footage.Root, Ct);
        File.Delete(_footage.At("canary.txt"));
        foreach (var file in hostile)
            Footage.Age(file.Path);
        await using var server = await ServerProcess.StartAsync(_data);
        var memory = new List<long>();

        for (var round = 1; round <= Rounds; round++)
        {
            _footage.Add($"good {round}.wav", TinyMedia.Wav(round));
            var ended = await Footage.UntilEndedAsync(server.Http, (await Footage.IngestAsync(server.Http, new(_footage.Root))).Id);

            Assert.Equal((hostile.Count + round, 1, round - 1, hostile.Count), (ended.Found, ended.Taken, ended.Known, ended.Refused));
            Assert.All(await Footage.FilesAsync(server.Http, ended.Id, "refused"), file => Assert.False(string.IsNullOrEmpty(file.Reason), file.Path));
            Assert.Equal(round, await server.QueryAsync<long>("select count(*) from assets"));
            Assert.Equal(round, Directory.GetFiles(server.Folder.Blobs, "*", SearchOption.AllDirectories).Length);
            Assert.Empty(Directory.GetFiles(server.Folder.Temp));
            Assert.DoesNotContain(ProcessTree.Of(server.ProcessId), process => Path.GetFileName(ProcessTree.Program(process.Id)) is "ffmpeg" or "ffprobe" or "prlimit");
            memory.Add(ProcessTree.Memory(server.ProcessId)!.PrivateBytes);
        }

        // The first round warms everything up; what the second adds would grow for ever.
        Assert.True(memory[^1] <= memory[0] * 1.1 + (64 << 20), $"It held {string.Join(", then ", memory.Select(bytes => $"{bytes >> 20} MiB"))}.");
    }
}
