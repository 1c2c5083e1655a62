using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Platform.Http.RateLimits;

/// <summary>What a request got of its policy.</summary>
/// <param name="Remaining">How many more are granted in this window, as far as this server knows.</param>
/// <param name="Reset">Until the next window.</param>
internal readonly record struct RatePermit(bool IsGranted, long Remaining, TimeSpan Reset);

/// <summary>The counters that all servers of one database share.</summary>
internal sealed class RateCounter(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Where the window lies in which it is now.</summary>
    public DateTimeOffset WindowOf(RatePolicy policy)
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % policy.Window.Ticks));
    }

    public TimeSpan Left(RatePolicy policy, DateTimeOffset window)
    {
        var left = window + policy.Window - time.GetUtcNow();
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>Takes up to <paramref name="wanted"/> requests from the window.</summary>
    /// <returns>How many were got, how many are left to all, and in which window.</returns>
    public async Task<(int Got, long Left, DateTimeOffset Window)> TakeAsync(RatePolicy policy, string subject, int wanted, CancellationToken ct)
    {
        await using var take = SqlFile.Command(database, "Platform/Http/RateLimits/Sql/take.sql", policy.Name, subject, WindowOf(policy), (long)wanted);
        await using var rows = await take.ExecuteReaderAsync(ct);
        await rows.ReadAsync(ct);
        var used = rows.GetInt64(0);
        return ((int)Math.Clamp(policy.Permits - (used - wanted), 0, wanted), Math.Max(0, policy.Permits - used), rows.GetFieldValue<DateTimeOffset>(1));
    }

    /// <summary>Gives a subject a fresh window.</summary>
    public async Task ForgetAsync(RatePolicy policy, string subject, CancellationToken ct)
    {
        await using var forget = database.CreateCommand("delete from rate_counters where policy = $1 and subject = $2");
        foreach (var value in (object[])[policy.Name, subject])
            forget.Parameters.Add(new() { Value = value });
        await forget.ExecuteNonQueryAsync(ct);
    }
}
