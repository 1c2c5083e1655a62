using Backlot.Accounts.Credits;
using Backlot.Platform;
using Backlot.Tests.Support;
using Npgsql;

namespace Backlot.Tests.Accounts.Credits;

/// <summary>The ledger: its sum is the balance, and the balance is never below zero.</summary>
public sealed class CreditSecurityTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task Of_a_hundred_that_spend_the_last_credit_at_once_exactly_one_does()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var user = await WithBalanceAsync(server, 1);
        var generations = await GenerationsAsync(server, user, 100);

        var results = await Task.WhenAll(generations.Select(id => Task.Run(() => TryReserveAsync(server, user, id, 1), Ct)));

        Assert.Equal(1, results.Count(accepted => accepted));
        Assert.Equal(0, await BalanceAsync(server, user));
        Assert.Equal(1, await server.Database.ValueAsync<long>("select count(*) from credit_entries where kind = 'reserve'"));
    }

    [Fact(Timeout = 120_000)]
    public async Task The_balance_is_the_sum_whatever_happens_at_once()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var user = await WithBalanceAsync(server, 30);
        var generations = await GenerationsAsync(server, user, 60);

        await Task.WhenAll(generations.Select((id, i) => Task.Run(async () =>
        {
            await using var db = server.OpenDb(user);
            if (!await TryReserveAsync(server, user, id, 1 + i % 3))
                return;
            if (i % 3 == 0)
                await db.ReleaseCreditsAsync(user, id, "Not wanted", Ct);
            else if (i % 3 == 1)
                await db.SettleCreditsAsync(user, id, i % 5, Ct);
            await server.Database.RunAsync("insert into credit_entries (user_id, kind, amount, reason) values ($1, 'grant', 1, 'More')", user);
        }, Ct)));

        Assert.Equal(
            await server.Database.ValueAsync<long>("select sum(amount) from credit_entries where user_id = $1", user),
            await BalanceAsync(server, user));
        Assert.True(await server.Database.ValueAsync<bool>("select bool_and(balance >= 0) from (select sum(amount) over (order by id) as balance from credit_entries where user_id = $1) as s", user));
        Assert.Empty(await server.Database.ColumnAsync<Guid>("select u.id from users u where u.credits_balance <> (select sum(amount) from credit_entries e where e.user_id = u.id)"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(10, 5, 3, 7)]
    [InlineData(10, 5, 5, 5)]
    [InlineData(10, 5, 0, 10)]
    [InlineData(10, 5, 8, 2)]
    [InlineData(10, 5, 99, 0)]
    [InlineData(5, 5, 6, 0)]
    public async Task A_reservation_is_settled_at_the_real_price_as_far_as_there_is_any(int balance, int reserved, int real, int left)
    {
        await using var server = await TestServer.StartAsync(cluster);
        var user = await WithBalanceAsync(server, balance);
        var generation = (await GenerationsAsync(server, user, 1))[0];
        await using var db = server.OpenDb(user);

        await db.ReserveCreditsAsync(user, generation, reserved, "intent", Ct);
        Assert.Equal(balance - reserved, await BalanceAsync(server, user));
        await db.SettleCreditsAsync(user, generation, real, Ct);
        Assert.Equal(left, await BalanceAsync(server, user));

        await db.SettleCreditsAsync(user, generation, real, Ct);
        await db.ReleaseCreditsAsync(user, generation, "Again", Ct);
        Assert.Equal(left, await BalanceAsync(server, user));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_open_reservation_of_the_same_intent_is_not_paid_twice()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var user = await WithBalanceAsync(server, 5);
        var generation = (await GenerationsAsync(server, user, 1))[0];
        await using var db = server.OpenDb(user);

        await db.ReserveCreditsAsync(user, generation, 5, "intent", Ct);
        await db.ReserveCreditsAsync(user, generation, 5, "intent", Ct);
        Assert.Equal(0, await BalanceAsync(server, user));
        await db.ReleaseCreditsAsync(user, generation, "Failed", Ct);
        Assert.Equal(5, await BalanceAsync(server, user));
        await db.ReserveCreditsAsync(user, generation, 5, "intent", Ct);

        Assert.Equal(["opening", "reserve", "release", "reserve"], await server.Database.ColumnAsync<string>("select kind from credit_entries where user_id = $1 order by id", user));
    }

    [Fact(Timeout = 60_000)]
    public async Task Too_few_credits_are_a_sentence_and_nothing_is_taken()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var user = await WithBalanceAsync(server, 4);
        var generation = (await GenerationsAsync(server, user, 1))[0];
        await using var db = server.OpenDb(user);

        var refused = await Assert.ThrowsAsync<Refusal>(() => db.ReserveCreditsAsync(user, generation, 5, "intent", Ct));

        Assert.Equal((402, "credits.missing"), (refused.Status, refused.Code));
        Assert.Equal(4, await BalanceAsync(server, user));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("update users set credits_balance = credits_balance + 1", "users_balance_is_the_sum")]
    [InlineData("update credit_entries set amount = 1000", "credit_entries_stay")]
    [InlineData("delete from credit_entries", "credit_entries_stay")]
    [InlineData("insert into credit_entries (user_id, kind, amount, reason) select id, 'grant', -100, 'x' from users", "users_credits_balance_check")]
    [InlineData("insert into credit_entries (user_id, kind, amount, reason) select id, 'opening', 100, 'x' from users", "credit_entries_opening_key")]
    [InlineData("insert into credit_entries (user_id, kind, amount, reason) select id, 'reserve', -1, 'x' from users", "credit_entries_kinds_have_their_parts")]
    public async Task What_would_part_the_balance_from_its_entries_is_refused_by_the_database(string sql, string constraint)
    {
        await using var server = await TestServer.StartAsync(cluster);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => server.Database.RunAsync(sql));

        Assert.Equal(constraint, refused.ConstraintName);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_deleted_user_takes_the_entries_along_and_one_who_granted_leaves_them()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var (user, admin) = (await WithBalanceAsync(server, 3), await server.Database.AddUserAsync("admin@example.org"));
        await server.Database.RunAsync("insert into credit_entries (user_id, kind, amount, reason, granted_by) values ($1, 'grant', 2, 'x', $2)", user, admin);

        await server.Database.RunAsync("delete from users where id = $1", admin);
        Assert.Equal(5, await BalanceAsync(server, user));
        await server.Database.RunAsync("delete from users where id = $1", user);

        Assert.Equal(0, await server.Database.ValueAsync<long>("select count(*) from credit_entries where user_id = $1", user));
    }

    [Fact(Timeout = 60_000)]
    public async Task Entries_sort_by_the_time_they_were_made()
    {
        var database = await cluster.NewDatabaseAsync();

        var ids = await database.ColumnAsync<Guid>("select uuid_v7() from generate_series(1, 50) as n where pg_sleep(0.00001 * n) is not null");

        Assert.All(ids, id => Assert.Equal((7, 8), (id.Version, id.Variant & 0xC)));
        Assert.Equal(ids.Order(), ids);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.0001, 1)]
    [InlineData(0.01, 1)]
    [InlineData(0.0147, 2)]
    [InlineData(12.5, 1250)]
    [InlineData(-1, 0)]
    public void A_credit_is_a_cent_and_what_is_begun_counts(double usd, int credits) => Assert.Equal(credits, CreditLedger.CreditsFor((decimal)usd));

    private static async Task<bool> TryReserveAsync(TestServer server, Guid user, Guid generation, int credits)
    {
        try
        {
            await using var db = server.OpenDb(user);
            await db.ReserveCreditsAsync(user, generation, credits, "intent", Ct);
            return true;
        }
        catch (Refusal)
        {
            return false;
        }
    }

    private static Task<Guid> WithBalanceAsync(TestServer server, int balance) => server.Database.ValueAsync<Guid>(
        "insert into users (email, display_name, credits_balance) values ('spender@example.org', 'Spender', $1) returning id", balance);

    private static Task<int> BalanceAsync(TestServer server, Guid user) =>
        server.Database.ValueAsync<int>("select credits_balance from users where id = $1", user);

    private static Task<List<Guid>> GenerationsAsync(TestServer server, Guid user, int count) => server.Database.ColumnAsync<Guid>(
        "insert into generations (user_id, intent_key, kind, provider, prompt) select $1, 'i' || n, 'image', 'paid', 'x' from generate_series(1, $2) as n returning id", user, count);
}
