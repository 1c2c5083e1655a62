using System.Net;
using System.Net.Http.Json;
using Backlot.Accounts.Credits;
using Backlot.Accounts.People;
using Backlot.Generation.Keys;
using Backlot.Studio.Shots;
using Backlot.Tests.Generation.Fakes;
using Backlot.Tests.Support;

namespace Backlot.Tests.Studio.Shots;

/// <summary>Pulling the plug at each step of an order that costs money.</summary>
public sealed class KilledWhileShootingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 240_000)]
    public async Task However_often_the_server_is_killed_a_shot_is_ordered_and_paid_for_once()
    {
        var data = Path.Combine(Path.GetTempPath(), "backlot-shooting-" + Guid.CreateVersion7().ToString("N")[^12..]);
        await using var fake = new RunwayFake { Film = await ShotApiTests.FilmAsync() };
        KeyValuePair<string, string>[] settings = [new("BACKLOT_PROVIDER_URLS", $"runway={fake.Url}"), new("BACKLOT_OUTBOUND_ALLOW", fake.Allow)];
        try
        {
            var server = await ServerProcess.StartAsync(data, settings);
            (await server.Http.PutAsJsonAsync("/api/keys/runway", new NewKey(VideoFake.Key), Ct)).EnsureSuccessStatusCode();
            var me = await server.Http.SendAsync<MeView>(HttpMethod.Get, "/api/me");
            (await server.Http.PostAsJsonAsync($"/api/users/{me.Id}/credits", new NewCredits(10_000, "For shots"), Ct)).EnsureSuccessStatusCode();

            foreach (var (step, end) in ((FakeStep, string)[])[(FakeStep.Order, "failed"), (FakeStep.Ask, "completed"), (FakeStep.Fetch, "completed")])
                server = await KillAtAsync(server, data, settings, fake, step, end);

            Assert.Equal(10_010 - 2 * 60, await server.QueryAsync<int>("select credits_balance from users"));
            Assert.Equal(["lost unknown 1", "made 1", "made 1"], (await server.QueryAsync<string[]>(
                "select array_agg(concat_ws(' ', state, failure_class, sends) order by id) from orders")));
            Assert.Empty(Directory.GetFileSystemEntries(server.Folder.Temp));
            await server.DisposeAsync();
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    /// <returns>The server that took over.</returns>
    private static async Task<ServerProcess> KillAtAsync(
        ServerProcess server, string data, KeyValuePair<string, string>[] settings, RunwayFake fake, FakeStep step, string end)
    {
        var name = $"killed at {step}";
        var (arrived, released) = (new TaskCompletionSource(), new TaskCompletionSource());
        fake.Arrived = (of, at) =>
        {
            if (of != name || at != step)
                return Task.CompletedTask;
            arrived.TrySetResult();
            return released.Task;
        };
        var ordered = await server.Http.SendAsync<OrderedShotView>(HttpMethod.Post, "/api/video/generate", new NewShot(name, Provider: "runway", Anew: true), HttpStatusCode.Accepted);
        while (!arrived.Task.IsCompleted)
        {
            await HurryAsync(server);
            await Task.WhenAny(arrived.Task, Task.Delay(100, Ct));
        }
        await server.KillAsync();
        fake.Arrived = (_, _) => Task.CompletedTask;
        released.SetResult();       // what was asked is done, and nobody hears of it

        var next = await ServerProcess.StartAsync(data, settings);
        ShotStatusView status;
        do
        {
            await HurryAsync(next);
            await Task.Delay(100, Ct);
            status = await next.Http.SendAsync<ShotStatusView>(HttpMethod.Get, $"/api/video/status/{ordered.JobId}");
        }
        while (status.CompletedAt is null);

        Assert.Equal((step, end, 1), (step, status.Status, fake.PaidFor(name)));
        if (end == "failed")
            Assert.StartsWith("The server stopped while this was being ordered from Runway. It may have been ordered and paid for", status.Error, StringComparison.Ordinal);
        return next;
    }

    private static Task<long> HurryAsync(ServerProcess server) => server.QueryAsync<long>(Hurry.Statement);
}
