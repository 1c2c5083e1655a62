using Backlot.Tests.Support;

namespace Backlot.Tests.Accounts.Credits;

/// <summary>Credits of what is really ordered from a provider: set aside, then settled or given back, whatever happens.</summary>
public sealed class PaidWorkTests(TestCluster cluster)
{
    private const string AllEnded = "select not exists (select from jobs where kind = 'test.paid-work' and status in ('queued', 'running', 'parked'))";

    [Fact(Timeout = 120_000)]
    public async Task Of_twenty_orders_with_one_credit_left_one_is_made_and_the_provider_hears_of_one()
    {
        var provider = new PaidProvider(0.01m, async (_, ct) =>
        {
            await Task.Delay(50, ct);
            return 0.01m;
        });
        await using var server = await PaidWork.StartServerAsync(cluster, provider);
        await SetBalanceAsync(server, 1);

        await PaidWork.EnqueueAsync(server, server.OwnerId, Enumerable.Range(1, 20).Select(n => $"{n}"));
        await server.Database.UntilAsync(AllEnded);

        Assert.Equal(1, provider.Calls);
        Assert.Equal(0, await BalanceAsync(server));
        Assert.Equal(1, await server.Database.ValueAsync<long>("select count(*) from jobs where status = 'completed'"));
        Assert.Equal(["This takes 1 credit, and you have fewer: ask an admin for more, then try again."],
            await server.Database.ColumnAsync<string>("select distinct error_message from jobs where status = 'failed'"));
        Assert.Equal(0, await server.Database.ValueAsync<long>("select count(*) from generations where status = 'processing'"));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_price_is_set_aside_before_the_provider_is_called_and_the_real_one_is_settled()
    {
        var during = -1;
        TestServer? server = null;
        var provider = new PaidProvider(0.05m, async (_, _) =>
        {
            during = await BalanceAsync(server!);
            return 0.021m;
        });
        await using (server = await PaidWork.StartServerAsync(cluster, provider))
        {
            var before = await BalanceAsync(server);

            await PaidWork.EnqueueAsync(server, server.OwnerId, "one");
            await server.Database.UntilAsync(AllEnded);

            Assert.Equal((before - 5, before - 3), (during, await BalanceAsync(server)));
            Assert.Equal(0.021m, await server.Database.ValueAsync<decimal>("select cost from generations"));
            Assert.Equal("work/one", await server.Database.ValueAsync<string>("select distinct reference from credit_entries where reference is not null"));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_provider_fails_at_is_given_back_with_the_last_attempt()
    {
        var provider = new PaidProvider(0.05m, (_, _) => throw new IOException("The provider broke."));
        await using var server = await PaidWork.StartServerAsync(cluster, provider);
        var before = await BalanceAsync(server);

        await PaidWork.EnqueueAsync(server, server.OwnerId, "one");
        await server.Database.UntilAsync(AllEnded);

        Assert.Equal(2, provider.Calls);
        Assert.Equal(before, await BalanceAsync(server));
        Assert.Equal(["opening", "reserve", "release"], await server.Database.ColumnAsync<string>("select kind from credit_entries where user_id = $1 order by id", server.OwnerId));
        Assert.Equal("failed: The provider broke.", await server.Database.ValueAsync<string>("select status || ': ' || error_message from generations"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cancelled_order_is_given_back()
    {
        var provider = new PaidProvider(0.05m, async (_, ct) =>
        {
            await Task.Delay(Timeout.Infinite, ct);
            return 0;
        });
        await using var server = await PaidWork.StartServerAsync(cluster, provider);
        var before = await BalanceAsync(server);
        var job = (await PaidWork.EnqueueAsync(server, server.OwnerId, "one"))[0];
        await server.Database.UntilAsync("select exists (select from credit_entries where kind = 'reserve')");

        (await server.Http.PostAsync(new Uri($"/api/jobs/{job.Id}/cancel", UriKind.Relative), null, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        await server.Database.UntilAsync(AllEnded);

        Assert.Equal(before, await BalanceAsync(server));
        Assert.Equal("cancelled", await server.Database.ValueAsync<string>("select status from generations"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_reservation_that_a_dead_worker_left_is_taken_up_by_the_next_and_not_paid_twice()
    {
        var provider = new PaidProvider(0.05m, (_, _) => Task.FromResult(0.05m));
        await using var server = await PaidWork.StartServerAsync(cluster, provider);
        await SetBalanceAsync(server, 5);
        // As a worker leaves it that was killed after its reservation.
        await server.Database.RunAsync("""
            with intent as (
                insert into generations (user_id, intent_key, kind, provider, prompt, status)
                values ($1, 'work/one', 'image', 'paid', 'one', 'processing') returning id)
            insert into credit_entries (user_id, kind, amount, reason, generation_id) select $1, 'reserve', -5, 'Set aside', id from intent
            """, server.OwnerId);
        Assert.Equal(0, await BalanceAsync(server));

        await PaidWork.EnqueueAsync(server, server.OwnerId, "one");
        await server.Database.UntilAsync(AllEnded);

        Assert.Equal("completed", await server.Database.ValueAsync<string>("select status from jobs where kind = 'test.paid-work'"));
        Assert.Equal(0, await BalanceAsync(server));
        Assert.Equal(1, await server.Database.ValueAsync<long>("select count(*) from credit_entries where kind = 'reserve'"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_free_needs_no_credits()
    {
        var provider = new PaidProvider(0, (_, _) => Task.FromResult(0m));
        await using var server = await PaidWork.StartServerAsync(cluster, provider);
        await SetBalanceAsync(server, 0);

        await PaidWork.EnqueueAsync(server, server.OwnerId, "one");
        await server.Database.UntilAsync(AllEnded);

        Assert.Equal("completed", await server.Database.ValueAsync<string>("select status from jobs where kind = 'test.paid-work'"));
        Assert.Equal(0, await server.Database.ValueAsync<long>("select count(*) from credit_entries where generation_id is not null"));
    }

    private static Task<int> BalanceAsync(TestServer server) =>
        server.Database.ValueAsync<int>("select credits_balance from users where id = $1", server.OwnerId);

    private static async Task SetBalanceAsync(TestServer server, int balance)
    {
        if (await BalanceAsync(server) is var now && now != balance)
            await server.Database.RunAsync("insert into credit_entries (user_id, kind, amount, reason) values ($1, 'grant', $2, 'Test')", server.OwnerId, balance - now);
    }
}
