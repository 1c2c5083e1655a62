using Microsoft.EntityFrameworkCore;

namespace Backlot.Platform.Database;

/// <summary>Writes that belong together.</summary>
public static class Transactions
{
    /// <summary>Runs the work in a transaction and commits it; inside of one that stands already it joins that one, and
    /// whoever began it commits.</summary>
    /// <param name="work">Saves what it changes.</param>
    public static async Task<T> InTransactionAsync<T>(this BacklotDb db, Func<Task<T>> work, CancellationToken ct)
    {
        if (db.Database.CurrentTransaction is not null)
            return await work();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var result = await work();
        await transaction.CommitAsync(ct);
        return result;
    }

    /// <inheritdoc cref="InTransactionAsync{T}"/>
    public static Task InTransactionAsync(this BacklotDb db, Func<Task> work, CancellationToken ct) => db.InTransactionAsync(async () =>
    {
        await work();
        return true;
    }, ct);
}
