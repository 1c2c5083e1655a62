using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Benchmarks.Jobs;

/// <summary>The database of one measurement: its users, its jobs, and what it says of itself.</summary>
internal sealed class BenchDatabase(NpgsqlConnectionStringBuilder connection) : IAsyncDisposable
{
    /// <summary>Jobs in one COPY, as many as the peers get in one call.</summary>
    private const int Batch = 1000;

    /// <summary>Its own statements are never counted.</summary>
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(DatabaseServer.Pooled(connection, new() { DataFolder = "" }).ConnectionString) { Options = "-c pg_stat_statements.track=none" });

    public string Name => connection.Database ?? throw new InvalidOperationException();
    public string ConnectionString => connection.ConnectionString;

    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken ct) => _source.OpenConnectionAsync(ct);

    /// <summary>One whose tier has no limits.</summary>
    public async Task<Guid> AddUserAsync(CancellationToken ct)
    {
        var id = Guid.CreateVersion7();
        await RunAsync($"insert into users (id, email, display_name, subscription_tier) values ('{id}', '{id}@example.org', 'Tenant', 'studio')", ct);
        return id;
    }

    public async Task<Guid[]> AddUsersAsync(int count, CancellationToken ct)
    {
        var users = new Guid[count];
        for (var n = 0; n < count; n++)
            users[n] = await AddUserAsync(ct);
        return users;
    }

    /// <summary>On one connection, a thousand at a time.</summary>
    public async Task EnqueueAsync(IEnumerable<NewJob> jobs, CancellationToken ct)
    {
        await using var open = await OpenAsync(ct);
        foreach (var batch in jobs.Chunk(Batch))
            await BulkEnqueue.EnqueueManyAsync(open, batch, ct);
    }

    /// <summary>One, in a transaction of its own.</summary>
    public async Task EnqueueAsync(NewJob job, CancellationToken ct)
    {
        await using var open = await OpenAsync(ct);
        await UniqueJobs.InsertAsync(open, job, ct);
    }

    public async Task RunAsync(string statement, CancellationToken ct)
    {
        await using var command = _source.CreateCommand(statement);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<T> ReadAsync<T>(string query, CancellationToken ct)
    {
        await using var command = _source.CreateCommand(query);
        command.CommandTimeout = 0;
        return (T)(await command.ExecuteScalarAsync(ct) ?? throw new InvalidOperationException($"No row: {query}"));
    }

    public Task<long> CountAsync(string where, CancellationToken ct) => ReadAsync<long>($"select count(*) from jobs where {where}", ct);

    public Task<long> UnfinishedAsync(CancellationToken ct) => UnfinishedAsync("true", ct);

    public Task<long> UnfinishedAsync(string where, CancellationToken ct) => CountAsync($"status in ('queued', 'running', 'parked') and {where}", ct);

    /// <summary>0 when no short job is unfinished: each is on a ticket or in a batch. A look at these few rows does not load what it
    /// looks at, as one at all jobs does.</summary>
    public Task<long> TicketsAndBatchesAsync(CancellationToken ct) =>
        ReadAsync<long>("select (select count(*) from job_queue) + (select count(*) from job_batches)", ct);

    /// <exception cref="StartFailed">Some jobs are not in this state: a promise of the engine is broken.</exception>
    public async Task DemandAllAsync(string status, long count, CancellationToken ct)
    {
        var (all, right) = (await CountAsync("true", ct), await CountAsync($"status = '{status}'", ct));
        if (all != count || right != count)
            throw new StartFailed($"{count} jobs should be {status}; {right} of {all} are.");
    }

    /// <summary>All that was ever written to the log of the whole cluster.</summary>
    public async Task<double> WalBytesAsync(CancellationToken ct) =>
        (double)await ReadAsync<decimal>("select pg_current_wal_lsn() - '0/0'::pg_lsn", ct);

    /// <summary>Transactions in this database. A session tells of its own at most once a second, and at its end.</summary>
    public async Task<double> TransactionsAsync(CancellationToken ct) =>
        await ReadAsync<long>("select xact_commit + xact_rollback from pg_stat_database where datname = current_database()", ct);

    /// <summary>From now on statements of new sessions are counted, those inside of functions with their caller.</summary>
    public async Task CountStatementsAsync(CancellationToken ct)
    {
        await RunAsync("create extension pg_stat_statements", ct);
        await RunAsync($"alter database {Name} set pg_stat_statements.track = 'top'", ct);
    }

    public async Task<double> StatementsAsync(CancellationToken ct) => (double)await ReadAsync<decimal>(
        "select coalesce(sum(calls), 0) from pg_stat_statements s join pg_database d on d.oid = s.dbid where d.datname = current_database()", ct);

    /// <summary>As vacuum sees them, in the tables that a job passes through.</summary>
    public async Task<IReadOnlyList<Metric>> DeadTuplesAsync(CancellationToken ct)
    {
        var dead = new List<Metric>();
        foreach (var table in new[] { "jobs", "job_queue" })
            dead.Add(new($"dead_{table}", await ReadAsync<long>($"select n_dead_tup from pg_stat_user_tables where relname = '{table}'", ct), "tuples"));
        return dead;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
