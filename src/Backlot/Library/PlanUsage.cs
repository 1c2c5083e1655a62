using System.Globalization;
using Backlot.Accounts;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library;

/// <summary>Holds users to what their tier allows; whoever has no limit is not even looked up twice.</summary>
public sealed class PlanUsage(BacklotDb db, Settings settings, TimeProvider time)
{
    /// <param name="bytes">That are about to be kept.</param>
    /// <exception cref="Refusal">507 <c>limit.storage</c>: there is no room for them.</exception>
    public async Task DemandStorageAsync(Guid userId, long bytes, CancellationToken ct) => (await StorageAsync(userId, ct)).Demand(bytes);

    /// <summary>As it is now, for what comes in bit by bit.</summary>
    internal async Task<StorageRoom> StorageAsync(Guid userId, CancellationToken ct) =>
        (await LimitsAsync(userId, ct)).StorageBytes is { } limit ? new(limit, (await ReadAsync(userId, ct)).StoredBytes) : StorageRoom.Unlimited;

    /// <param name="minutes">Of sound and film that are about to be ordered.</param>
    /// <param name="ordered">Those ordered before and not made yet.</param>
    /// <exception cref="Refusal">403 <c>limit.minutes</c>: they are too many for this month.</exception>
    public async Task DemandMinutesAsync(Guid userId, double minutes, Func<Task<double>> ordered, CancellationToken ct)
    {
        if ((await LimitsAsync(userId, ct)).MediaMinutesPerMonth is not { } limit)
            return;
        var used = (await ReadAsync(userId, ct)).MadeSeconds / 60 + await ordered();
        if (used + minutes > limit)
            throw new Refusal(403, "limit.minutes", string.Create(CultureInfo.InvariantCulture,
                $"Your plan makes {limit} minutes of media a month; {used:0} are made or ordered, and this needs {minutes:0} more: wait for the next month, or ask an admin for a larger plan."));
    }

    private async Task<TierLimits> LimitsAsync(Guid userId, CancellationToken ct) =>
        settings.Tiers.ByName[TextEnum.Name(await db.Users.Where(u => u.Id == userId).Select(u => u.SubscriptionTier).SingleAsync(ct))];

    private Task<Used> ReadAsync(Guid userId, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var month = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero);
        return db.Database.SqlQueryRaw<Used>(SqlFile.Read("Library/Sql/usage.sql"), userId, month).SingleAsync(ct);
    }

    private sealed record Used(long StoredBytes, double MadeSeconds);
}

/// <summary>What a user's plan keeps, and how much of that is in use.</summary>
/// <param name="LimitBytes">Null: there is no limit.</param>
internal sealed record StorageRoom(long? LimitBytes, long UsedBytes)
{
    public static readonly StorageRoom Unlimited = new(null, 0);

    /// <param name="bytes">That are to be kept beside what is in use.</param>
    /// <exception cref="Refusal">507 <c>limit.storage</c>: there is no room for them.</exception>
    public void Demand(long bytes)
    {
        if (LimitBytes is { } limit && bytes > limit - UsedBytes)
            throw new Refusal(507, "limit.storage", $"Your plan keeps {ByteSize.Text(limit)}; {ByteSize.Text(UsedBytes)} are in use, "
                + $"and this needs {ByteSize.Text(bytes)} more: delete something, or ask an admin for a larger plan.");
    }
}
