using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

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
            builder.Property(u => u.CreatedAt).HasDefaultValueSql("now()");
            builder.Property(u => u.UpdatedAt).HasDefaultValueSql("now()");
        }
    }
}

/// <summary>What a user has subscribed to; limits follow from it.</summary>
public enum SubscriptionTier { Free, Creator, Pro, Studio }

/// <summary>The tables of this module.</summary>
public static class AccountTables
{
    extension(BacklotDb db)
    {
        public DbSet<User> Users => db.Set<User>();
        public DbSet<ApiToken> ApiTokens => db.Set<ApiToken>();
    }
}
