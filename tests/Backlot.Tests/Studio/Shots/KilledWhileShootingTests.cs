using System.Net;
using System.Net.Http.Json;
using Backlot.Accounts.Credits;
using Backlot.Accounts.People;
using Backlot.Generation.Keys;
using Backlot.Studio.Shots;
using Backlot.Tests.Generation.Fakes;
using Backlot.Tests.Support;

namespace Backlot.Tests.Studio.Shots;

/// <summary>Pulling the plug at each step of an order that costs money, at all providers of videos at the same time.</summary>
public sealed class KilledWhileShootingTests
{
    /// <summary>Sora is alive at gateways.</summary>
    private const string Catalog = """{"sora": {"video": {"sora-2": {"retiredOn": null}}}}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 240_000)]
    public async Task However_often_the_server_is_killed_a_shot_is_ordered_and_paid_for_once()
    {
        var data = Path.Combine(Path.GetTempPath(), "backlot-shooting-" + Guid.CreateVersion7().ToString("N")[^12..]);
        var film = await ShotApiTests.FilmAsync();
        Studio[] studios =
        [
            new(new RunwayFake { Film = film }, "Runway", 5), new(new OmniFake { Film = film }, "Google Gemini", 5),
            new(new VeoFake { Film = film }, "Google Veo", 4) { HandsOverAtOnce = true },
            new(new KlingFake { Film = film }, "Kling", 5) { IsFoundAgain = true }, new(new SoraFake { Film = film }, "OpenAI-compatible video", 4) { IsFoundAgain = true },
        ];
        var catalog = $"{data}.json";
        await File.WriteAllTextAsync(catalog, Catalog, Ct);
        KeyValuePair<string, string>[] settings =
        [
            new("BACKLOT_PROVIDERS", catalog), new("BACKLOT_GENERATE_SLOTS", "16"),
            new("BACKLOT_PROVIDER_URLS", string.Join(',', studios.Select(studio => $"{studio.Fake.Name}={studio.Fake.Url}"))),
            new("BACKLOT_OUTBOUND_ALLOW", string.Join(',', studios.Select(studio => studio.Fake.Allow))),
        ];
        try
        {
            var server = await ServerProcess.StartAsync(data, settings);
            foreach (var fake in studios.Select(studio => studio.Fake))
                (await server.Http.PutAsJsonAsync($"/api/keys/{fake.Name}", new NewKey(fake.KeyToStore, fake is KlingFake ? KlingFake.Secret : null), Ct)).EnsureSuccessStatusCode();
            var me = await server.Http.SendAsync<MeView>(HttpMethod.Get, "/api/me");
            (await server.Http.PostAsJsonAsync($"/api/users/{me.Id}/credits", new NewCredits(10_000, "For shots"), Ct)).EnsureSuccessStatusCode();

            server = await KillAtAsync(server, data, settings, studios, FakeStep.Fetch, FakeStep.Order);
            server = await KillAtAsync(server, data, settings, studios, FakeStep.Ask);

            Assert.Equal(["lost unknown 1 3", "made 1 11"], (await server.QueryAsync<string[]>("""
                select array_agg(said || ' ' || times order by said)
                from (select concat_ws(' ', state, failure_class, sends) as said, count(*) as times from orders group by 1) as ends
                """)));
            // Only what was made is charged.
            Assert.Equal(await server.QueryAsync<long>("select sum(ceil(cost * 100))::bigint from generations where status = 'completed'"),
                await server.QueryAsync<long>("select (select sum(amount) from credit_entries where kind in ('opening', 'grant')) - sum(credits_balance) from users"));
            Assert.Empty(Directory.GetFileSystemEntries(server.Folder.Temp));
            await server.DisposeAsync();
        }
        finally
        {
            Directory.Delete(data, recursive: true);
            File.Delete(catalog);
            foreach (var studio in studios)
                await studio.Fake.DisposeAsync();
        }
    }

    /// <param name="steps">There is an order at each of them, at every provider that has it, when the server is killed.</param>
    /// <returns>The server that took over.</returns>
    private static async Task<ServerProcess> KillAtAsync(
        ServerProcess server, string data, KeyValuePair<string, string>[] settings, IReadOnlyList<Studio> studios, params FakeStep[] steps)
    {
        var released = new TaskCompletionSource();
        var arrivals = steps.Select(step => (Step: step, Of: studios.Where(studio => studio.Has(step))
            .Select(studio => (Studio: studio, Arrived: studio.WaitAt(step, NameAt(step), released.Task))).ToList())).ToList();
        var ordered = new List<(Studio Studio, FakeStep Step, OrderedShotView Order)>();
        foreach (var (step, of) in arrivals)
        {
            foreach (var (studio, _) in of)
                ordered.Add((studio, step, await server.Http.SendAsync<OrderedShotView>(HttpMethod.Post, "/api/video/generate",
                    new NewShot(NameAt(step), Provider: studio.Fake.Name, DurationSeconds: studio.Seconds, Anew: true), HttpStatusCode.Accepted)));
            var all = Task.WhenAll(of.Select(at => at.Arrived));
            while (!all.IsCompleted)
            {
                await HurryAsync(server);
                await Task.WhenAny(all, Task.Delay(100, Ct));
            }
        }
        await server.KillAsync();
        foreach (var studio in studios)
            studio.Fake.Arrived = (_, _) => Task.CompletedTask;
        released.SetResult();       // what was asked is done, and nobody hears of it

        var next = await ServerProcess.StartAsync(data, settings);
        foreach (var (studio, step, order) in ordered)
            await DemandOnceAsync(next, studio, step, order);
        return next;
    }

    private static string NameAt(FakeStep step) => $"killed at {step}";

    private static async Task DemandOnceAsync(ServerProcess server, Studio studio, FakeStep step, OrderedShotView order)
    {
        ShotStatusView status;
        do
        {
            await HurryAsync(server);
            await Task.Delay(100, Ct);
            status = await server.Http.SendAsync<ShotStatusView>(HttpMethod.Get, $"/api/video/status/{order.JobId}");
        }
        while (status.CompletedAt is null);

        var isLost = step == FakeStep.Order && !studio.IsFoundAgain;
        Assert.Equal((studio.Title, step, isLost ? "failed" : "completed", 1), (studio.Title, step, status.Status, studio.Fake.PaidFor(NameAt(step))));
        if (isLost)
            Assert.StartsWith($"The server stopped while this was being ordered from {studio.Title}. It may have been ordered and paid for", status.Error, StringComparison.Ordinal);
    }

    private static Task<long> HurryAsync(ServerProcess server) => server.QueryAsync<long>(Hurry.Statement);

    /// <summary>A provider, and how one orders from it.</summary>
    private sealed record Studio(VideoFake Fake, string Title, int Seconds)
    {
        /// <summary>An order that nobody heard of any more is found by an id of ours, or in a list.</summary>
        public bool IsFoundAgain { get; init; }

        /// <summary>The film comes with the answer that it is done.</summary>
        public bool HandsOverAtOnce { get; init; }

        public bool Has(FakeStep step) => step != FakeStep.Fetch || !HandsOverAtOnce;

        /// <summary>Answers nothing at this step until it is told to.</summary>
        /// <returns>Ends when the order has come that far.</returns>
        public Task WaitAt(FakeStep step, string name, Task released)
        {
            var arrived = new TaskCompletionSource();
            // Kling is asked about many orders at once, but for those that something goes wrong with.
            Fake.Faults[name] = new(step, FakeReply.Reset, Times: 0);
            var others = Fake.Arrived;
            Fake.Arrived = (of, at) =>
            {
                if (of != name || at != step)
                    return others(of, at);
                arrived.TrySetResult();
                return released;
            };
            return arrived.Task;
        }
    }
}
