using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Accounts.Codes;

/// <summary>Makes codes and takes them.</summary>
internal sealed class OneTimeCodes(BacklotDb db, TokenHash hash, TimeProvider time)
{
    /// <summary>Adds a code that opens an account; the caller saves.</summary>
    /// <returns>The code, which is told once, and its row.</returns>
    public (string Code, OneTimeCode Row) ToOpen(Guid userId, CodePurpose purpose) => Add((codeHash, now) => new()
    {
        Purpose = purpose,
        CodeHash = codeHash,
        UserId = userId,
        CreatedAt = now,
        ExpiresAt = now + OneTimeCode.Lifetime,
    });

    /// <summary>Adds a code that makes an account; the caller saves.</summary>
    /// <inheritdoc cref="ToOpen"/>
    public (string Code, OneTimeCode Row) ToJoin(Guid invitedBy, string email, UserRole role) => Add((codeHash, now) => new()
    {
        Purpose = CodePurpose.Invitation,
        CodeHash = codeHash,
        InvitedBy = invitedBy,
        Email = email,
        Role = role,
        CreatedAt = now,
        ExpiresAt = now + OneTimeCode.Lifetime,
    });

    /// <summary>Whether <see cref="TakeAsync"/> would take it now: a look before the dear work of hashing a password.</summary>
    /// <exception cref="Refusal">As for <see cref="TakeAsync"/>.</exception>
    public async Task DemandAsync(string code, CodePurpose purpose, CancellationToken ct)
    {
        var (codeHash, now) = (hash.OfCode(code), time.GetUtcNow());
        if (!await db.OneTimeCodes.AnyAsync(c => c.CodeHash == codeHash && c.Purpose == purpose && c.UsedAt == null && c.ExpiresAt > now, ct))
            throw Spent();
    }

    /// <summary>Uses the code up. Belongs into the transaction of what it is good for: if that fails, it is still good.</summary>
    /// <exception cref="Refusal">404: it is unknown, used, older than an hour, or of a user who is disabled.</exception>
    public async Task<TakenCode> TakeAsync(string code, CodePurpose purpose, CancellationToken ct) =>
        await db.Database.SqlQueryRaw<TakenCode>(SqlFile.Read("Accounts/Sql/take_code.sql"), hash.OfCode(code), TextEnum.Name(purpose), time.GetUtcNow())
            .ToListAsync(ct) is [var taken]
            ? taken
            : throw Spent();

    private (string, OneTimeCode) Add(Func<byte[], DateTimeOffset, OneTimeCode> make)
    {
        var code = TokenHash.NewSecret();
        var row = make(hash.OfCode(code), time.GetUtcNow());
        db.OneTimeCodes.Add(row);
        return (code, row);
    }

    private static Refusal Spent() => new(404, "code.spent", "This link is no longer good: each works once, within an hour. Ask for a new one.");
}

/// <summary>What a code that was just used up is good for.</summary>
internal sealed record TakenCode(Guid? UserId, string? Email, string? Role);

/// <summary>A link that lets somebody in once. It is shown here only.</summary>
/// <param name="Link">To the page, with the code in its fragment.</param>
/// <param name="ExpiresAt">An hour after it was made.</param>
public sealed record OneTimeLink(string Link, DateTimeOffset ExpiresAt);
