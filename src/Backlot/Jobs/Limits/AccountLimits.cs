using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Jobs.Limits;

/// <summary>What a provider account allows, for all workers together. An account without a row here has no limits.</summary>
public sealed class AccountLimits(NpgsqlDataSource database)
{
    /// <param name="account">As jobs name it; 1 to 100 printable characters without spaces.</param>
    /// <param name="mostRunning">Jobs at the same time, 1 or more; null for any number.</param>
    /// <param name="perSecond">Starts a second, above 0; null for any rate.</param>
    /// <param name="burst">Starts that may come together after a rest, 1 or more.</param>
    public Task SetAsync(string account, int? mostRunning, double? perSecond, double burst, CancellationToken ct) =>
        RunAsync("set_account", ct, account, mostRunning, perSecond, burst);

    /// <summary>The provider wants to be left alone: nothing of the account starts before then.</summary>
    public Task CoolAsync(string account, TimeSpan @for, CancellationToken ct) => RunAsync("cool_account", ct, account, @for.TotalSeconds);

    private async Task RunAsync(string file, CancellationToken ct, params object?[] values)
    {
        await using var command = SqlFile.Command(database, $"Jobs/Sql/{file}.sql", values);
        await command.ExecuteNonQueryAsync(ct);
    }
}
