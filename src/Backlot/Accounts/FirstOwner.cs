using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Accounts;

/// <summary>At the first start: the owner, and a token for the command line in the data folder.</summary>
internal static class FirstOwner
{
    private const string Email = "owner@localhost", TokenName = "Command line of this machine";

    /// <returns>The command line's token; made anew when its file is gone or the database does not know it.</returns>
    public static async Task<string> EnsureAsync(BacklotDb db, DataFolder folder, TokenHash hash, CancellationToken ct)
    {
        // Two servers may start on one database at once: the unique e-mail lets one of them make the owner.
        await db.Database.ExecuteSqlAsync(
            $"insert into users (email, display_name, subscription_tier) values ({Email}, 'Owner', 'studio') on conflict do nothing", ct);
        var owner = await db.Users.SingleAsync(u => u.Email == Email, ct);
        db.Owner = owner.Id;

        if (File.Exists(folder.CliToken))
        {
            var kept = (await File.ReadAllTextAsync(folder.CliToken, ct)).Trim();
            var keptHash = hash.Of(kept);
            if (await db.ApiTokens.AnyAsync(t => t.TokenHash == keptHash && t.RevokedAt == null, ct))
                return kept;
        }
        var token = TokenText.New();
        db.ApiTokens.Add(new() { UserId = owner.Id, Name = TokenName, TokenHash = hash.Of(token), Last4 = token[^4..], Scopes = ["*"] });
        await db.SaveChangesAsync(ct);
        DataFolder.WriteWhole(folder.CliToken, token + "\n", secret: true);
        return token;
    }
}
