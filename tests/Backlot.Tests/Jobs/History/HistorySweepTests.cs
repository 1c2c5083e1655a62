using Backlot.Jobs.History;
using Backlot.Platform.Database;
using Backlot.Tests.Api;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Jobs.History;

public sealed class HistorySweepTests(TestCluster cluster)
{
    private static readonly TimeSpan Eight = TimeSpan.FromDays(8);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task What_ended_longer_ago_than_the_history_is_kept_is_forgotten_with_its_log()
    {
        await using var server = await StartAsync();
        foreach (var status in (string[])["completed", "failed", "cancelled"])
            await AddAsync(server, Eight, $"'{status}', now() - interval '7 days 1 minute'");
        var young = await AddAsync(server, Eight, "'completed', now() - interval '6 days 23 hours'");
        await LogAsync(server);

        Assert.Equal(3, await SweepOf(server).SweepAsync(Ct));

        Assert.Equal([young], await server.Database.ColumnAsync<Guid>("select id from jobs"));
        Assert.Equal([young], await server.Database.ColumnAsync<Guid>("select job_id from job_attempts"));
        Assert.Equal(0, await SweepOf(server).SweepAsync(Ct));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("'queued', null")]
    [InlineData("'parked', null")]
    [InlineData("'running', null")]
    public async Task What_has_not_ended_is_kept_however_old_it_is(string state)
    {
        await using var server = await StartAsync();
        await AddAsync(server, TimeSpan.FromDays(400), state);

        Assert.Equal(0, await SweepOf(server).SweepAsync(Ct));
        Assert.Equal(1L, await server.Database.ValueAsync<long>("select count(*) from jobs"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_an_unfinished_job_depends_on_is_kept_until_that_one_has_ended()
    {
        await using var server = await StartAsync();
        var part = await AddAsync(server, Eight, "'completed', now() - interval '8 days'");
        var whole = await AddAsync(server, TimeSpan.Zero, "'queued', null");
        await server.Database.RunAsync("insert into job_dependencies values ($1, $2)", whole, part);

        var before = await SweepOf(server).SweepAsync(Ct);
        await server.Database.RunAsync("update jobs set status = 'completed', completed_at = now() where id = $1", whole);

        Assert.Equal((0, 1), (before, await SweepOf(server).SweepAsync(Ct)));
        Assert.Equal([whole], await server.Database.ColumnAsync<Guid>("select id from jobs"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Many_are_forgotten_page_by_page_also_with_kept_ones_among_them()
    {
        await using var server = await StartAsync();
        await server.Database.RunAsync("""
            insert into jobs (id, user_id, kind, queue, payload, status, completed_at)
            select rpad(lpad(to_hex((extract(epoch from now() - interval '30 days') * 1000)::bigint + n), 12, '0'), 32, '0')::uuid, $1, 'k', 'q', '{}',
                case when n % 10 = 0 then 'queued' else 'completed' end, case when n % 10 = 0 then null else now() - interval '29 days' end
            from generate_series(1, 3500) as n
            """, server.OwnerId);

        Assert.Equal(3150, await SweepOf(server).SweepAsync(Ct));
        Assert.Equal(["queued"], await server.Database.ColumnAsync<string>("select distinct status from jobs"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_somebody_puts_back_at_that_moment_is_kept()
    {
        await using var server = await StartAsync();
        var job = await AddAsync(server, Eight, "'failed', now() - interval '8 days'");
        await using var person = await server.Database.OpenAsync();
        await using var transaction = await person.BeginTransactionAsync(Ct);
        await using (var putBack = new Npgsql.NpgsqlCommand("update jobs set status = 'queued', completed_at = null", person))
            await putBack.ExecuteNonQueryAsync(Ct);

        var forgotten = await SweepOf(server).SweepAsync(Ct);
        await transaction.CommitAsync(Ct);

        Assert.Equal(0, forgotten);
        Assert.Equal([job], await server.Database.ColumnAsync<Guid>("select id from jobs"));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_old_ones_are_found_by_the_primary_key_alone()
    {
        await using var server = await StartAsync();

        var sql = SqlFile.Read("Jobs/History/Sql/prune.sql")
            .Replace("$1", "'00000000-0000-0000-0000-000000000000'", StringComparison.Ordinal)
            .Replace("$2", "7.0", StringComparison.Ordinal).Replace("$3", "1000", StringComparison.Ordinal);

        var plan = await server.Database.ColumnAsync<string>("set enable_seqscan = off; explain " + sql);

        Assert.Contains(plan, line => line.Contains("jobs_pkey", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, line => line.Contains("Seq Scan on jobs", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_server_sweeps_by_itself_when_it_starts()
    {
        await using var server = await TestServer.StartAsync(cluster, ApiServer.WithoutWorker, prepare: async database =>
        {
            var user = await database.AddUserAsync();
            await database.RunAsync("""
                insert into jobs (id, user_id, kind, queue, payload, status, completed_at)
                values ($1, $2, 'k', 'q', '{}', 'completed', now() - interval '8 days')
                """, Guid.CreateVersion7(TimeProvider.System.GetUtcNow() - Eight), user);
        });

        await server.Database.UntilAsync("select not exists (select from jobs)");
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(cluster, services =>
    {
        ApiServer.WithoutWorker(services);
        services.Remove(services.Single(service => service.ImplementationType == typeof(HistorySweep)));
        services.AddSingleton<HistorySweep>();
    });

    private static HistorySweep SweepOf(TestServer server) => server.Services.GetRequiredService<HistorySweep>();

    /// <param name="state">status and completed_at as SQL.</param>
    private static Task<Guid> AddAsync(TestServer server, TimeSpan age, string state) => server.Database.ValueAsync<Guid>(
        "insert into jobs (id, user_id, kind, queue, payload, status, completed_at, error_message, worker_id) "
        + $"select $1, $2, 'k', 'q', '{{}}', s.status, s.completed_at, 'No.', case when s.status = 'running' then gen_random_uuid() end "
        + $"from (values ({state})) as s (status, completed_at) returning id".Replace("null", "null::timestamptz", StringComparison.Ordinal),
        Guid.CreateVersion7(TimeProvider.System.GetUtcNow() - age), server.OwnerId);

    private static Task<int> LogAsync(TestServer server) => server.Database.RunAsync(
        "insert into job_attempts (job_id, lease_no, attempt, worker, outcome) select id, 1, 1, 'here:1', 'retry' from jobs");
}
