using System.Diagnostics;
using Npgsql;

namespace Backlot.Benchmarks.Jobs;

/// <summary>What PostgreSQL and the machine alone take to pass something on: a commit that notifies, and a query by whoever hears it. No engine
/// with a commit and LISTEN is faster, and what disturbs the machine disturbs this, too.</summary>
internal sealed class BarePickUp : IAsyncDisposable
{
    private readonly NpgsqlConnection _sender, _listener;

    private BarePickUp(NpgsqlConnection sender, NpgsqlConnection listener) => (_sender, _listener) = (sender, listener);

    public static async Task<BarePickUp> StartAsync(BenchDatabase database, CancellationToken ct)
    {
        await database.RunAsync("create table bare (n int not null)", ct);
        var bare = new BarePickUp(await database.OpenAsync(ct), await database.OpenAsync(ct));
        await RunAsync(bare._listener, "listen bare", ct);
        return bare;
    }

    /// <returns>From the call to the listener's answer, in milliseconds.</returns>
    public async Task<double> MeasureAsync(CancellationToken ct)
    {
        var called = Stopwatch.GetTimestamp();
        var heard = _listener.WaitAsync(ct);
        await RunAsync(_sender, "with sent as (insert into bare values (1) returning n) select pg_notify('bare', n::text) from sent", ct);
        await heard;
        await RunAsync(_listener, "select n from bare limit 1", ct);
        return Figures.Milliseconds(called, Stopwatch.GetTimestamp());
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _sender.DisposeAsync();
        await _listener.DisposeAsync();
    }
}
