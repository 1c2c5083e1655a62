using System.Net;
using System.Net.Http.Json;
using Backlot.Generation.Keys;
using Backlot.Jobs;
using Backlot.Tests.Generation.Fakes;
using Backlot.Tests.Support;

namespace Backlot.Tests.Generation.Orders;

/// <summary>Who is asked, in what order, and for how much.</summary>
public sealed class OrderingTests(TestCluster cluster)
{
    private static readonly FakeReply NoMoney = FakeReply.Json("""{"error": "You do not have enough credits"}""", 402);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Whoever_cannot_is_followed_by_the_next_and_the_one_who_served_is_paid()
    {
        await using var runway = new RunwayFake { Faults = { ["one"] = new(FakeStep.Order, FakeReply.Json("""{"error": "Bad"}""", 400), 9) } };
        await using var kling = new KlingFake();
        await using var server = await OrderServer.StartAsync(cluster, [runway, kling]);

        await server.OrderAsync(new("one", "runway,kling/kling-v3"));
        await server.UntilEndedAsync();

        Assert.Equal(("completed", 0, 1), (await server.EndOfAsync("one"), runway.PaidFor("one"), kling.PaidFor("one")));
        // 5 seconds at 0.15 dollars.
        Assert.Equal("kling kling-v3 0.7500 2", await server.Database.ValueAsync<string>("select concat_ws(' ', provider, model, cost, metadata ->> 'calls') from generations"));
        Assert.Equal(["failed invalid runway", "made kling"],
            await server.Database.ColumnAsync<string>("select concat_ws(' ', state, failure_class, provider) from orders order by id"));
        Assert.Equal((100_000 + 10 - 75, 0), await server.CreditsAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task An_account_without_money_is_left_alone_until_it_has_another_key()
    {
        await using var runway = new RunwayFake { Faults = { ["one"] = new(FakeStep.Order, NoMoney, 9) } };
        await using var server = await OrderServer.StartAsync(cluster, [runway]);

        await server.OrderAsync(new("one", "runway"));
        await server.UntilEndedAsync();
        await server.OrderAsync(new("two", "runway"));
        await server.UntilEndedAsync();
        Assert.StartsWith("failed: Runway answered 402: You do not have enough credits. Your account has no credit or quota left there: add some, then order this again.",
            await server.EndOfAsync("one"), StringComparison.Ordinal);
        Assert.Contains("It is left alone until ", await server.EndOfAsync("two"), StringComparison.Ordinal);
        Assert.Single(runway.Requests);

        (await server.Server.Http.PutAsJsonAsync("/api/keys/runway", new NewKey(VideoFake.Key), Ct)).EnsureSuccessStatusCode();
        await server.OrderAsync(new("three", "runway"));
        await server.UntilEndedAsync();
        Assert.Equal("completed", await server.EndOfAsync("three"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_refused_for_what_it_shows_is_offered_to_nobody_else()
    {
        await using var runway = new RunwayFake
        {
            Faults = { ["one"] = new(FakeStep.Ask, FakeReply.Json("""{"status": "FAILED", "failure": "No.", "failureCode": "SAFETY.INPUT.TEXT"}"""), 9) },
        };
        await using var kling = new KlingFake();
        await using var server = await OrderServer.StartAsync(cluster, [runway, kling]);

        await server.OrderAsync(new("one", "runway,kling"));
        await server.UntilEndedAsync();

        Assert.StartsWith("failed: Runway could not make it: No. It does not make this", await server.EndOfAsync("one"), StringComparison.Ordinal);
        Assert.Empty(kling.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_may_have_been_paid_for_is_never_ordered_again_not_even_when_its_job_is_run_again()
    {
        await using var runway = new RunwayFake { Faults = { ["one"] = new(FakeStep.Order, FakeReply.Reset, AfterWork: true) } };
        await using var kling = new KlingFake();
        await using var server = await OrderServer.StartAsync(cluster, [runway, kling]);
        var job = await server.OrderAsync(new("one", "runway,kling"));
        await server.UntilEndedAsync();
        Assert.Contains("It may have been ordered and paid for", await server.EndOfAsync("one"), StringComparison.Ordinal);

        using var again = await server.Server.Http.PostAsync(new Uri($"/api/jobs/{job}/retry", UriKind.Relative), null, Ct);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        await server.UntilEndedAsync();

        Assert.Contains("It may have been ordered and paid for", await server.EndOfAsync("one"), StringComparison.Ordinal);
        Assert.Equal((1, 0), (runway.PaidFor("one"), kling.PaidFor("one")));
        Assert.Equal(["lost unknown"], await server.Database.ColumnAsync<string>("select concat_ws(' ', state, failure_class) from orders"));
        Assert.Equal((100_010, 0), await server.CreditsAsync());
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_several_orders_of_the_same_whose_answers_were_lost_each_finds_one_of_its_own(bool isSilent)
    {
        var lost = isSilent ? FakeReply.Reset : FakeReply.Json("""{"error": {"message": "Internal error"}}""", 500);
        await using var sora = new SoraFake { Faults = { ["one"] = new(FakeStep.Order, lost, Times: 3, AfterWork: true) } };
        await using var server = await OrderServer.StartAsync(cluster, [sora]);

        for (var copy = 1; copy <= 3; copy++)
            await server.OrderAsync(new("one", "sora", Copy: copy));
        await server.UntilEndedAsync();

        Assert.Equal(3, sora.PaidFor("one"));
        Assert.Equal(["made task-1", "made task-2", "made task-3"], await server.Database.ColumnAsync<string>("select state || ' ' || provider_job_id from orders order by 1"));
        Assert.Equal(3, await server.Database.ValueAsync<long>("select count(*) from jobs where status = 'completed'"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_film_that_could_not_be_had_is_asked_for_once_more_when_its_job_is_run_again()
    {
        await using var runway = new RunwayFake { Faults = { ["one"] = new(FakeStep.Fetch, FakeReply.Html(500), Times: 6) } };
        await using var server = await OrderServer.StartAsync(cluster, [runway]);
        var job = await server.OrderAsync(new("one", "runway"));
        await server.UntilEndedAsync();
        Assert.StartsWith("failed: Runway answered 500 when what it made was fetched", await server.EndOfAsync("one"), StringComparison.Ordinal);

        (await server.Server.Http.PostAsync(new Uri($"/api/jobs/{job}/retry", UriKind.Relative), null, Ct)).EnsureSuccessStatusCode();
        await server.UntilEndedAsync();

        Assert.Equal(("completed", 1), ((await server.EndOfAsync("one")).Split(':')[0], runway.PaidFor("one")));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_projects_budget_stops_the_order_that_would_go_beyond_it()
    {
        await using var runway = new RunwayFake();
        await using var server = await OrderServer.StartAsync(cluster, [runway]);
        var project = Guid.CreateVersion7();

        // 5 seconds at 0.12 dollars each: two fit.
        foreach (var name in (string[])["one", "two", "three"])
        {
            await server.OrderAsync(new(name, "runway", project, BudgetUsd: 1.30m));
            await server.UntilEndedAsync();
        }

        Assert.Equal(["completed", "completed"], [await server.EndOfAsync("one"), await server.EndOfAsync("two")]);
        Assert.Equal("failed: The project's budget is $1.30, $1.20 of it are spent or promised, and this takes about $0.60: raise the budget, or choose a cheaper model.",
            await server.EndOfAsync("three"));
        Assert.Equal(0, runway.PaidFor("three"));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_order_that_was_cancelled_while_it_rested_leaves_the_budget_as_it_was()
    {
        await using var runway = new RunwayFake { Faults = { ["one"] = new(FakeStep.Order, FakeReply.Json("""{"error": "slow down"}""", 429, "Retry-After: 60\r\n"), 9) } };
        await using var server = await OrderServer.StartAsync(cluster, [runway]);
        var project = Guid.CreateVersion7();
        var job = await server.OrderAsync(new("one", "runway", project, BudgetUsd: 0.60m));
        await server.Database.UntilAsync("select exists (select from orders where state = 'resting')");

        await server.OrderAsync(new("meanwhile", "runway", project, BudgetUsd: 0.60m));
        await server.Database.UntilAsync("select exists (select from jobs where status = 'failed')");
        (await server.Server.Http.PostAsync(new Uri($"/api/jobs/{job}/cancel", UriKind.Relative), null, Ct)).EnsureSuccessStatusCode();
        await server.Database.UntilAsync("select status = 'cancelled' from jobs where id = $1", job);
        await server.OrderAsync(new("two", "runway", project, BudgetUsd: 0.60m));
        await server.UntilEndedAsync();

        Assert.StartsWith("failed: The project's budget is $0.60, $0.60 of it are spent or promised", await server.EndOfAsync("meanwhile"), StringComparison.Ordinal);
        Assert.Equal(("completed", 0), (await server.EndOfAsync("two"), runway.PaidFor("one")));
    }

    [Fact(Timeout = 60_000)]
    public async Task Many_at_once_do_not_go_beyond_a_budget_together()
    {
        await using var runway = new RunwayFake();
        await using var server = await OrderServer.StartAsync(cluster, [runway]);
        var project = Guid.CreateVersion7();

        for (var n = 0; n < 12; n++)
            await server.OrderAsync(new($"shot {n}", "runway", project, BudgetUsd: 2m));
        await server.UntilEndedAsync();

        Assert.Equal(3, Enumerable.Range(0, 12).Sum(n => runway.PaidFor($"shot {n}")));
        Assert.Equal(1.8m, await server.Database.ValueAsync<decimal>("select sum(cost) from generations where status = 'completed'"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_credits_nothing_is_ordered()
    {
        await using var runway = new RunwayFake();
        await using var server = await OrderServer.StartAsync(cluster, [runway], credits: 1);

        await server.OrderAsync(new("one", "runway"));
        await server.UntilEndedAsync();

        Assert.StartsWith("failed: This takes 60 credits, and you have fewer", await server.EndOfAsync("one"), StringComparison.Ordinal);
        Assert.Empty(runway.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task How_far_a_provider_says_it_is_reaches_the_watchers_of_the_job()
    {
        await using var runway = new RunwayFake();
        await using var server = await OrderServer.StartAsync(cluster, [runway]);
        var job = await server.OrderAsync(new("one", "runway"));

        await server.Database.UntilAsync("select exists (select from job_polls)");
        await server.Database.RunAsync("update job_polls set next_poll_at = now()");
        await server.Database.UntilAsync("select progress > 0.4 and progress < 0.5 and progress_note = 'Runway works on it' from jobs where id = $1", job);
        await server.UntilEndedAsync();

        Assert.Equal(JobStatus.Completed.ToString().ToLowerInvariant(), await server.EndOfAsync("one"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Klings_orders_are_asked_about_by_one_list()
    {
        await using var kling = new KlingFake();
        await using var server = await OrderServer.StartAsync(cluster, [kling]);
        for (var n = 0; n < 8; n++)
            await server.OrderAsync(new($"shot {n}", "kling"));
        await server.Database.UntilAsync("select count(*) = 8 from job_polls");
        await server.UntilEndedAsync();

        Assert.Equal(8, Enumerable.Range(0, 8).Sum(n => kling.PaidFor($"shot {n}")));
        Assert.Contains(kling.Requests, request => request.Line == "GET /v1/videos/text2video?pageNum=1&pageSize=100");
        Assert.Equal(8, await server.Database.ValueAsync<long>("select count(*) from jobs where status = 'completed'"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_picture_goes_along_and_one_that_is_gone_costs_nothing()
    {
        await using var runway = new RunwayFake();
        await using var server = await OrderServer.StartAsync(cluster, [runway]);
        var picture = Path.Combine(server.Server.Folder.Root, "first.png");
        await File.WriteAllBytesAsync(picture, [137, 80, 78, 71], Ct);

        await server.OrderAsync(new("with", "runway", Picture: picture));
        await server.OrderAsync(new("without", "runway", Picture: picture + ".gone"));
        await server.UntilEndedAsync();

        Assert.Equal("completed", await server.EndOfAsync("with"));
        Assert.Contains(runway.Requests, request => request.Line == "POST /v1/image_to_video");
        Assert.Equal("failed: A picture that goes with the order is gone: choose another.", await server.EndOfAsync("without"));
        Assert.Equal(0, runway.PaidFor("without"));
    }
}
