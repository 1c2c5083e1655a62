using System.Globalization;
using System.Net;
using Backlot.Studio.Shots;
using Backlot.Tests.Generation.Fakes;
using Backlot.Tests.Generation.Orders;
using Backlot.Tests.Support;

namespace Backlot.Tests.Studio.Shots;

/// <summary>How far a shot is, as a page hears it.</summary>
public sealed class ShotProgressTests(TestCluster cluster)
{
    private static readonly string[] Life = ["queued", "running", "parked", "completed"];

    [Fact(Timeout = 60_000)]
    public async Task A_shot_is_told_as_far_as_its_provider_says_it_is_and_never_goes_back()
    {
        var (asked, goOn) = (0, new TaskCompletionSource());
        await using var runway = new RunwayFake
        {
            Film = await ShotApiTests.FilmAsync(),
            // It says 42 % when it is asked first, and is asked again when that was told.
            Arrived = (_, step) => step == FakeStep.Ask && Interlocked.Increment(ref asked) > 1 ? goOn.Task : Task.CompletedTask,
        };
        await using var server = await OrderServer.StartAsync(cluster, [runway]);
        await using var events = await ToldEvents.OpenAsync(server.Server.Http);
        await events.NextAsync();
        var ordered = await server.Server.Http.SendAsync<OrderedShotView>(
            HttpMethod.Post, "/api/video/generate", new NewShot("A pier", DurationSeconds: 5, Provider: "runway"), HttpStatusCode.Accepted);
        var told = new List<(string Status, double Progress, ulong Place)>();

        var hearing = events.UntilAsync(ordered.JobId, (item, job) =>
        {
            var place = ulong.Parse(item.EventId!, CultureInfo.InvariantCulture);
            told.Add((job.GetProperty("status").GetString()!, job.GetProperty("progress").GetDouble(), place));
            if (told[^1] is ("parked", > 0.4 and < 0.5, _))
                goOn.TrySetResult();
            return told[^1].Status == "completed";
        });
        while (!hearing.IsCompleted)
        {
            await server.Database.HurryAsync();
            await Task.WhenAny(hearing, Task.Delay(50, TestContext.Current.CancellationToken));
        }
        await hearing;

        Assert.Contains(told, moment => moment is ("parked", > 0.4 and < 0.5, _));
        Assert.Equal(("completed", 1.0), (told[^1].Status, told[^1].Progress));
        Assert.Equal(told.Select(moment => moment.Progress).Order(), told.Select(moment => moment.Progress));
        Assert.Equal(told.Select(moment => moment.Place).Order(), told.Select(moment => moment.Place));
        Assert.Empty(told.Select(moment => moment.Status).Except(Life));
        Assert.Single(told, moment => moment.Status == "completed");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_built_in_shot_is_told_as_far_as_it_is_while_it_is_made()
    {
        await using var server = await TestServer.StartAsync(cluster);
        await using var events = await ToldEvents.OpenAsync(server.Http);
        await events.NextAsync();
        // The longest there is: far from done when it was told twice, once a second at most.
        var ordered = await server.Http.SendAsync<OrderedShotView>(
            HttpMethod.Post, "/api/video/generate", new NewShot("Dusk. A lighthouse above a calm sea", DurationSeconds: 30, Provider: "dummy"), HttpStatusCode.Accepted);
        var told = new List<double>();

        await events.UntilAsync(ordered.JobId, (_, job) =>
        {
            if (job.GetProperty("progress").GetDouble() is > 0 and var progress && progress != told.LastOrDefault())
                told.Add(progress);
            return told.Count == 2 || job.GetProperty("status").GetString() is not ("queued" or "running");
        });
        using (var cancelled = await server.Http.PostAsync(new Uri($"/api/jobs/{ordered.JobId}/cancel", UriKind.Relative), null, TestContext.Current.CancellationToken))
            cancelled.EnsureSuccessStatusCode();
        await events.UntilAsync(ordered.JobId, "cancelled");

        Assert.Equal(2, told.Count);
        Assert.All(told, progress => Assert.InRange(progress, 0.0001, 0.9999));
        Assert.Equal(told.Order(), told);
    }
}
