using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Backlot.Jobs;
using Backlot.Platform;
using Npgsql;

namespace Backlot.Benchmarks.Jobs;

/// <summary>5,000 transactions of one row of a product and one job, on 4 connections.</summary>
internal static class W2EnqueueWithAppRow
{
    private const int Connections = 4;

    public static async IAsyncEnumerable<Metric> MeasureAsync(Cell cell, [EnumeratorCancellation] CancellationToken ct)
    {
        var (database, size) = (cell.Database, cell.Scaled(5_000));
        var user = await database.AddUserAsync(ct);
        await database.RunAsync("create table app_row (n int primary key, title text not null)", ct);
        var open = new NpgsqlConnection[Connections];
        for (var n = 0; n < Connections; n++)
            open[n] = await database.OpenAsync(ct);
        var (whole, commits) = (new ConcurrentBag<double>(), new ConcurrentBag<double>());
        var wal = await database.WalBytesAsync(ct);
        var start = Stopwatch.GetTimestamp();
        var next = -1;
        await Task.WhenAll(open.Select(async connection =>
        {
            for (var n = Interlocked.Increment(ref next); n < size; n = Interlocked.Increment(ref next))
            {
                var (began, committing, committed) = await AddAsync(connection, n, user, ct);
                whole.Add(Figures.Milliseconds(began, committed));
                commits.Add(Figures.Milliseconds(committing, committed));
            }
        }));
        var seconds = Figures.SecondsSince(start);
        wal = await database.WalBytesAsync(ct) - wal;
        foreach (var connection in open)
            await connection.DisposeAsync();
        if (await database.CountAsync("status = 'queued'", ct) != size || await database.ReadAsync<long>("select count(*) from app_row", ct) != size)
            throw new StartFailed($"There is not one job for each of {size} rows.");
        yield return new("rate", size / seconds, "tx/s");
        yield return new("tx_p50", whole.Percentile(0.5), "ms");
        yield return new("tx_p99", whole.Percentile(0.99), "ms");
        yield return new("commit_p99", commits.Percentile(0.99), "ms");
        yield return new("wal", wal / size, "bytes/tx");
    }

    private static async Task<(long Began, long Committing, long Committed)> AddAsync(NpgsqlConnection connection, int n, Guid user, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var insert = new NpgsqlCommand("insert into app_row values ($1, $2)", connection) { Parameters = { new() { Value = n }, new() { Value = $"row {n}" } } })
            await insert.ExecuteNonQueryAsync(ct);
        await UniqueJobs.InsertAsync(connection, NewJob.Of(new BenchNoop(n), user), ct);
        var committing = Stopwatch.GetTimestamp();
        await transaction.CommitAsync(ct);
        return (began, committing, Stopwatch.GetTimestamp());
    }
}
