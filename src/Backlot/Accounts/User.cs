using Backlot.Accounts.Codes;
using Backlot.Accounts.SignIn;
using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;

namespace Backlot.Accounts;

/// <summary>A person who owns things here.</summary>
public sealed class User
{
    public Guid Id { get; private init; } = Guid.CreateVersion7();

    /// <summary>Unique whatever its case.</summary>
    public required string Email { get; set; }

    /// <summary>Null: signs in by token only.</summary>
    public string? PasswordHash { get; set; }
    public required string DisplayName { get; set; }
    public UserRole Role { get; set; }

    /// <summary>Null: may sign in.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>The one account that was there before anybody signed in; whoever sets Backlot up gets it.</summary>
    public bool IsOwner { get; init; }
    public SubscriptionTier SubscriptionTier { get; set; } = SubscriptionTier.Free;

    /// <summary>Never below zero.</summary>
    public int CreditsBalance { get; set; } = 10;
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; set; }

    internal sealed class Table : IEntityTypeConfiguration<User>
    {
        public void Configure(EntityTypeBuilder<User> builder)
        {
            builder.ToTable("users");
            builder.Property(u => u.SubscriptionTier).IsText();
            builder.Property(u => u.Role).IsText();
            builder.Property(u => u.CreatedAt).HasDefaultValueSql("now()");
            builder.Property(u => u.UpdatedAt).HasDefaultValueSql("now()");
        }
    }
}

/// <summary>An admin lets people in and out; in all else the two are alike.</summary>
public enum UserRole { Member, Admin }

/// <summary>What a user has subscribed to; limits follow from it.</summary>
public enum SubscriptionTier { Free, Creator, Pro, Studio }

/// <summary>The tables of this module.</summary>
public static class AccountTables
{
    internal static Refusal EmailTaken()
    {
        const string sentence = "email: another account has this e-mail.";
        return new(409, "user.exists", sentence, [new("/email", sentence)]);
    }

    extension(BacklotDb db)
    {
        public DbSet<User> Users => db.Set<User>();
        public DbSet<ApiToken> ApiTokens => db.Set<ApiToken>();
        internal DbSet<Session> Sessions => db.Set<Session>();
        internal DbSet<OneTimeCode> OneTimeCodes => db.Set<OneTimeCode>();

        /// <summary>The user of this address, compared as the unique index does.</summary>
        internal Task<User?> UserOfEmailAsync(string email, CancellationToken ct) =>
            db.Users.FromSql($"select * from users where lower(email) = lower({email})").SingleOrDefaultAsync(ct);

        /// <summary>Keeps others from changing the user until the transaction ends.</summary>
        /// <returns>False when their password has changed or they were disabled since they were read.</returns>
        internal async Task<bool> LockUserAsync(User user, CancellationToken ct) => await db.Database.SqlQuery<int>($"""
            select 1 as "Value" from users where id = {user.Id} and password_hash = {user.PasswordHash} and disabled_at is null for update
            """).ToListAsync(ct) is [_];

        /// <summary>Saves, with a sentence for what may stand in the way of a user.</summary>
        /// <exception cref="Refusal">409: the e-mail is another account's, or there would be no admin left.</exception>
        internal async Task SaveUserAsync(CancellationToken ct)
        {
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException failed) when (failed.InnerException is PostgresException { ConstraintName: "users_email_key" })
            {
                throw EmailTaken();
            }
            catch (DbUpdateException failed) when (failed.InnerException is PostgresException { ConstraintName: "users_keep_an_admin" })
            {
                throw new Refusal(409, "user.last-admin", "This is the last admin: make somebody else one first.");
            }
        }
    }
}
