using System.Collections.Concurrent;
using Backlot.Channels.Albums;
using Backlot.Generation.Orders;
using Backlot.Tests.Generation.Fakes;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Channels.Albums;

/// <summary>Servers that stop while providers make parts of albums: whatever the moment, each part is paid for once.</summary>
public sealed class OrderedInterruptionTests(TestCluster cluster)
{
    private static readonly string[] Pictures = ["gemini", "openai", "leonardo"], Music = ["mubert", "beatoven"];

    /// <summary>Their answer is the thing itself: what is lost with it cannot be asked for.</summary>
    private static readonly string[] AtOnce = ["gemini", "openai"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 180_000)]
    [InlineData("order", 20.0)]      // the answer is still waited for
    [InlineData("order", 0.0)]       // as if it were killed
    [InlineData("question", 0.0)]
    [InlineData("file", 0.0)]
    public async Task Whatever_it_is_stopped_at_a_part_is_paid_for_once(string step, double graceSeconds)
    {
        var (picture, track) = (await OrderedAlbum.PictureAsync(), await OrderedAlbum.TrackAsync(9));
        MakerFake[] fakes = [new GeminiImageFake(picture), new OpenAiImageFake(picture), new LeonardoFake(picture), new MubertFake(track), new BeatovenFake(track)];
        var (reached, goOn) = (new ConcurrentDictionary<string, bool>(), new TaskCompletionSource());
        foreach (var fake in fakes)
        {
            fake.ReadyAfter = 1;
            fake.Arrived = request => OrderedAlbum.StepOf(request) == step && reached.TryAdd(fake.Name, true) ? goOn.Task : Task.CompletedTask;
        }
        var database = await cluster.NewDatabaseAsync();
        var waited = step == "order" ? fakes.Length : fakes.Length - AtOnce.Length;
        var parts = new Dictionary<string, Guid>();

        var first = await StartAsync();
        await AlbumProviderRequestTests.StoreKeysAsync(first, [.. fakes.Select(fake => fake.Name)]);
        foreach (var name in Pictures)
            await OrderedAlbum.EnqueueAsync(first, new MakeImage(parts[name] = (await OrderedAlbum.AddAsync(first, ["dummy"], [name])).Id, 1), parts[name]);
        foreach (var name in Music)
            await OrderedAlbum.EnqueueAsync(first, new MakeTrack(parts[name] = (await OrderedAlbum.AddAsync(first, [name], ["dummy"])).Id, 1), parts[name]);
        while (reached.Count < waited)
            await Task.Delay(20, Ct);
        var stopping = first.DisposeAsync();
        // Without grace nobody may hear an answer any more.
        if (graceSeconds > 0)
            goOn.SetResult();
        await stopping;
        goOn.TrySetResult();
        await using var second = await StartAsync();

        foreach (var (name, album) in parts)
        {
            var error = await OrderedAlbum.UntilMadeAsync(second, Music.Contains(name) ? "audio_tracks" : "images", album);
            // What was under way and has no id can only be said.
            var isLost = step == "order" && (graceSeconds == 0 || AtOnce.Contains(name));
            if (isLost)
                Assert.Contains("It may have been ordered and paid for", error, StringComparison.Ordinal);
            else
                Assert.Null(error);
        }
        Assert.All(fakes, fake => Assert.Equal((fake.Name, 1), (fake.Name, fake.Paid)));
        foreach (var fake in fakes)
            await fake.DisposeAsync();

        Task<TestServer> StartAsync() => ShortAlbums.StartServerAsync(cluster, services => services.AddSingleton(new OrderPace(GraceSeconds: graceSeconds)),
            given => OrderedAlbum.Lead(given with { GenerateSlots = 8 }, fakes), database);
    }
}
