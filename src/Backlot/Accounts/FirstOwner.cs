using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Accounts;

/// <summary>At the first start: the owner, and a token for the command line in the data folder. The command line acts for
/// the owner, or for the longest-serving admin once the owner is none any more.</summary>
internal static class FirstOwner
{
    private const string Email = "owner@localhost", TokenName = "Command line of this machine";

    /// <returns>The command line's token; made anew when its file is gone or the database does not know it.</returns>
    public static async Task<string> EnsureAsync(BacklotDb db, DataFolder folder, TokenHash hash, CancellationToken ct)
    {
        // Two servers may start on one database at once: a unique index lets one of them make the owner.
        await db.Database.ExecuteSqlAsync($"""
            insert into users (id, email, display_name, subscription_tier, role, is_owner)
            select {Guid.CreateVersion7()}, {Email}, 'Owner', 'studio', 'admin', true where not exists (select from users where is_owner)
            on conflict do nothing
            """, ct);
        // There is always an admin: a trigger sees to that.
        var owner = await db.Users.Where(u => u.Role == UserRole.Admin && u.DisabledAt == null)
            .OrderByDescending(u => u.IsOwner).ThenBy(u => u.Id).FirstAsync(ct);
        db.Owner = owner.Id;

        if (File.Exists(folder.CliToken))
        {
            var kept = (await File.ReadAllTextAsync(folder.CliToken, ct)).Trim();
            var keptHash = hash.Of(kept);
            if (await db.ApiTokens.AnyAsync(t => t.TokenHash == keptHash && t.RevokedAt == null && t.UserId == owner.Id, ct))
                return kept;
        }
        var token = TokenText.New();
        db.ApiTokens.Add(new() { UserId = owner.Id, Name = TokenName, TokenHash = hash.Of(token), Last4 = token[^4..], Scopes = ["*"] });
        await db.SaveChangesAsync(ct);
        DataFolder.WriteWhole(folder.CliToken, token + "\n", secret: true);
        return token;
    }
}
