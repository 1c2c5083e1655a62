using Backlot.Accounts;
using Backlot.Platform.Database;
using Backlot.Platform.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Generation.Keys;

/// <summary>A user's key of a provider, encrypted. What it is, only <see cref="KeyVault"/> can tell.</summary>
public sealed class UserApiKey : IOwned
{
    public Guid Id { get; private init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }

    /// <summary>One key a provider and user.</summary>
    public required string Provider { get; init; }
    public string EncryptedKey { get; private set; } = "";
    public string WrappedDataKey { get; private set; } = "";

    /// <summary>The key-encryption key in use; derived by the database.</summary>
    public int KekId { get; private set; }

    /// <summary>HMAC-SHA-256 of the key, 32 bytes: tells whether two are the same.</summary>
    public byte[] KeyHash { get; set; } = [];
    public string Last4 { get; set; } = "";

    /// <summary>False: kept, but not used.</summary>
    public bool IsActive { get; set; } = true;
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>To the minute.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    internal SecretPlace Place => new(TableName, Id, UserId);

    internal SealedSecret Secret
    {
        get => new(EncryptedKey, WrappedDataKey);
        set => (EncryptedKey, WrappedDataKey) = (value.Value, value.WrappedDataKey);
    }

    private const string TableName = "user_api_keys";

    internal sealed class Table : IEntityTypeConfiguration<UserApiKey>
    {
        public void Configure(EntityTypeBuilder<UserApiKey> builder)
        {
            builder.ToTable(TableName);
            builder.Ignore(k => k.Place);
            builder.Ignore(k => k.Secret);
            builder.Property(k => k.KekId).ValueGeneratedOnAddOrUpdate();
            builder.Property(k => k.CreatedAt).HasDefaultValueSql("now()");
            builder.Property(k => k.UpdatedAt).HasDefaultValueSql("now()");
            builder.HasOne<User>().WithMany().HasForeignKey(k => k.UserId);
        }
    }
}

/// <summary>The tables of the key vault.</summary>
public static class KeyTables
{
    extension(BacklotDb db)
    {
        public DbSet<UserApiKey> UserApiKeys => db.Set<UserApiKey>();
    }
}
