using System.Collections;
using System.Security.Cryptography;
using Backlot.Platform.Processes;
using Backlot.Tests.Library.Ingest;
using Backlot.Tests.Support;

namespace Backlot.Tests.Library.Uploads;

/// <summary>A client that others wrote gets along with us.</summary>
public sealed class OtherClientTests(TestCluster cluster)
{
    [Fact(Timeout = 300_000)]
    public async Task A_tus_client_of_others_uploads_stops_goes_on_and_ends()
    {
        await using var server = await TestServer.StartAsync(cluster);
        using var footage = new Footage();
        var song = TinyMedia.Wav(21, samples: 150_000);
        var path = footage.Add("A Söng.wav", song);

        var run = await ChildProcess.RunAsync(
            new(Path.Combine(Repository.Root, "build/tus/upload.sh"), $"{server.Http.BaseAddress}api/uploads", server.Token, path) { Environment = Node() },
            TestContext.Current.CancellationToken);

        Assert.True(run.ExitCode == 0, run.StderrTail);
        var ended = await Footage.UntilEndedAsync(server.Http, Guid.Parse(run.Stdout.Trim().Split('/')[^1]));
        Assert.Equal((1, "A Söng.wav"), (ended.Taken, ended.Location));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(song)), await server.Database.ValueAsync<string>("select sha256 from assets"));
    }

    /// <summary>All that this process was given: npm finds its registry, its cache and its proxy there.</summary>
    private static Dictionary<string, string> Node() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "");
}
