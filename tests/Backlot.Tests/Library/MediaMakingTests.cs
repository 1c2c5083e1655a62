using System.Net;
using Backlot.Library;
using Backlot.Rendering;
using Backlot.Tests.Library.Ingest;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Backlot.Tests.Library;

/// <summary>The copy of an original that says nothing of where it was taken is made once, beside the requests for it.</summary>
public sealed class MediaMakingTests(TestCluster cluster) : IDisposable
{
    private readonly Footage _footage = new();
    private readonly HeldFfmpeg _ffmpeg = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _footage.Dispose();
        _ffmpeg.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task What_takes_longer_than_a_request_may_is_made_once_and_served_when_it_is_there()
    {
        await using var server = await StartAsync(TimeSpan.FromMilliseconds(100));
        var link = await SongAsync(server);
        using var anonymous = server.NewClient();
        _ffmpeg.Hold();

        var replies = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => anonymous.GetAsync(link, Ct)));
        foreach (var reply in replies)
            using (reply)
            {
                Assert.Equal((503, "media.preparing"), ((int)reply.StatusCode, (await ProblemDocument.ReadAsync(reply)).Code));
                Assert.NotNull(reply.Headers.RetryAfter?.Delta);
            }
        _ffmpeg.LetGo();
        while (true)
        {
            using var there = await anonymous.GetAsync(link, Ct);
            if (there.StatusCode == HttpStatusCode.OK)
                break;
            await Task.Delay(50, Ct);
        }
        using var range = new HttpRequestMessage(HttpMethod.Get, link) { Headers = { Range = new(0, 9) } };
        using var part = await anonymous.SendAsync(range, Ct);

        Assert.Equal((HttpStatusCode.PartialContent, 10), (part.StatusCode, (await part.Content.ReadAsByteArrayAsync(Ct)).Length));
        Assert.Equal(1, _ffmpeg.Runs);
    }

    [Fact(Timeout = 60_000)]
    public async Task It_is_made_to_its_end_when_whoever_asked_for_it_has_gone()
    {
        await using var server = await StartAsync(TimeSpan.FromMinutes(1));
        var link = await SongAsync(server);
        using var anonymous = server.NewClient();
        _ffmpeg.Hold();

        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var asked = anonymous.GetAsync(link, gone.Token);
        while (_ffmpeg.Runs == 0)
            await Task.Delay(50, Ct);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        _ffmpeg.LetGo();
        using var reply = await anonymous.GetAsync(link, Ct);

        Assert.Equal((HttpStatusCode.OK, 1), (reply.StatusCode, _ffmpeg.Runs));
    }

    private async Task<string> SongAsync(TestServer server)
    {
        _footage.Add("song.wav", TinyMedia.Wav(1));
        await Footage.UntilEndedAsync(server.Http, (await Footage.IngestAsync(server.Http, new(_footage.Root))).Id);
        return server.Services.GetRequiredService<MediaLinks>().Of(await server.Database.ValueAsync<Guid>("select id from assets"));
    }

    private Task<TestServer> StartAsync(TimeSpan patience) => TestServer.StartAsync(cluster, services => services
        .AddSingleton(new FfmpegSettings(_ffmpeg.Program))
        .AddSingleton(at => new MediaMaking(
            at.GetRequiredService<RenderCache>(), at.GetRequiredService<IHostApplicationLifetime>(), NullLogger<MediaMaking>.Instance)
        {
            Patience = patience,
        }));

    /// <summary>ffmpeg that waits while it is held, and counts how often it was started since then.</summary>
    private sealed class HeldFfmpeg : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("backlot-held-").FullName;

        public HeldFfmpeg()
        {
            var real = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "ffmpeg")).First(File.Exists);
            File.WriteAllText(Program, $"""
                #!/bin/sh
                echo >> '{Log}'
                while [ -e '{Held}' ]; do /bin/sleep 0.05; done
                exec '{real}' "$@"
                """);
            File.SetUnixFileMode(Program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        public string Program => Path.Combine(_folder, "ffmpeg");
        public int Runs => File.Exists(Log) ? File.ReadAllLines(Log).Length : 0;
        private string Held => Path.Combine(_folder, "held");
        private string Log => Path.Combine(_folder, "runs");

        public void Hold()
        {
            File.Delete(Log);
            File.WriteAllText(Held, "");
        }

        public void LetGo() => File.Delete(Held);

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
