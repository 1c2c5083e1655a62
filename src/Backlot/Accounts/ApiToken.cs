using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Accounts;

/// <summary>What a program signs in with. The token itself is shown once and not kept.</summary>
public sealed class ApiToken : IOwned
{
    public Guid Id { get; private init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }
    public required string Name { get; set; }

    /// <summary>HMAC-SHA-256 of the whole token, 32 bytes: see <see cref="TokenHash"/>.</summary>
    public required byte[] TokenHash { get; init; }
    public required string Last4 { get; init; }

    /// <summary>See <see cref="Platform.Http.Scopes"/>.</summary>
    public string[] Scopes { get; init; } = [];
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>To the minute.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>Null: good until it is revoked.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? RevokedAt { get; set; }

    internal sealed class Table : IEntityTypeConfiguration<ApiToken>
    {
        public void Configure(EntityTypeBuilder<ApiToken> builder)
        {
            builder.ToTable("api_tokens");
            builder.Property(t => t.CreatedAt).HasDefaultValueSql("now()");
            builder.HasOne<User>().WithMany().HasForeignKey(t => t.UserId);
        }
    }
}
