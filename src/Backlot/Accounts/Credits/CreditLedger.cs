using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Accounts.Credits;

/// <summary>Credits are set aside before a provider is called and settled when its real price is known, each in one
/// statement inside the caller's transaction. What a job leaves open, the database gives back when the job ends.</summary>
public static class CreditLedger
{
    /// <summary>Credits for an amount of money: one is worth a US cent, and what is begun counts.</summary>
    public static int CreditsFor(decimal usd) => (int)Math.Clamp(decimal.Ceiling(usd * 100), 0, 1_000_000_000);

    /// <summary>Sets credits aside; an open reservation for the same thing is taken instead of a second one.</summary>
    /// <param name="credits">More than zero.</param>
    /// <param name="reference">The intent, at most 200 characters.</param>
    /// <exception cref="Refusal">402 <c>credits.missing</c>: there are fewer.</exception>
    public static async Task ReserveCreditsAsync(
        this BacklotDb db, Guid userId, Guid generationId, int credits, string reference, CancellationToken ct)
    {
        var reserved = await db.Database.SqlQueryRaw<Guid>(
            SqlFile.Read("Accounts/Credits/Sql/reserve.sql"), userId, generationId, credits, reference).ToListAsync(ct);
        if (reserved is [])
            throw Missing(credits);
    }

    /// <summary>What is said to who has fewer.</summary>
    public static Refusal Missing(int credits) => new(402, "credits.missing",
        $"This takes {credits} credit{(credits == 1 ? "" : "s")}, and you have fewer: ask an admin for more, then try again.");

    /// <summary>Closes the reservation at the real price. Nothing to do when there is none.</summary>
    public static Task SettleCreditsAsync(this BacklotDb db, Guid userId, Guid generationId, int credits, CancellationToken ct) =>
        db.Database.ExecuteSqlRawAsync(SqlFile.Read("Accounts/Credits/Sql/settle.sql"), [userId, generationId, credits], ct);

    /// <summary>Gives a reservation back. Nothing to do when there is none.</summary>
    public static Task ReleaseCreditsAsync(this BacklotDb db, Guid userId, Guid generationId, string reason, CancellationToken ct) =>
        db.Database.ExecuteSqlRawAsync(SqlFile.Read("Accounts/Credits/Sql/release.sql"), [userId, generationId, reason], ct);
}
