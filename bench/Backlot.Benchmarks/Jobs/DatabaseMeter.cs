using System.Diagnostics;

namespace Backlot.Benchmarks.Jobs;

/// <summary>What a span of time costs the database. Begun after <see cref="BenchDatabase.CountStatementsAsync"/>.</summary>
internal sealed class DatabaseMeter
{
    private readonly Cell _cell;
    private readonly long _start;
    private readonly Counts _before;

    private DatabaseMeter(Cell cell, Counts before) => (_cell, _start, _before) = (cell, Stopwatch.GetTimestamp(), before);

    private sealed record Counts(double Transactions, double Statements, double WalBytes, double CpuSeconds);

    public static async Task<DatabaseMeter> StartAsync(Cell cell, CancellationToken ct) => new(cell, await CountAsync(cell, ct));

    /// <summary>Since the start, per second.</summary>
    public async Task<IReadOnlyList<Metric>> ReadAsync(CancellationToken ct)
    {
        var (seconds, now) = (Figures.SecondsSince(_start), await CountAsync(_cell, ct));
        return
        [
            new("transactions", (now.Transactions - _before.Transactions) / seconds, "tx/s"),
            new("statements", (now.Statements - _before.Statements) / seconds, "statements/s"),
            new("wal", (now.WalBytes - _before.WalBytes) / seconds, "bytes/s"),
            new("database_cpu", 100 * (now.CpuSeconds - _before.CpuSeconds) / seconds, "% of a core"),
        ];
    }

    private static async Task<Counts> CountAsync(Cell cell, CancellationToken ct) => new(
        await cell.Database.TransactionsAsync(ct), await cell.Database.StatementsAsync(ct), await cell.Database.WalBytesAsync(ct),
        cell.Cluster.CpuSeconds());
}
