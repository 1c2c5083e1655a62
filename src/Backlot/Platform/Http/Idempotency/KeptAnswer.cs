using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Platform.Http.Idempotency;

/// <summary>The answer to a request that carried a key, for whoever repeats it.</summary>
internal sealed class KeptAnswer : IOwned
{
    public required Guid UserId { get; init; }

    /// <summary>1 to 255 printable ASCII characters; unique for its user.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 of method, address and body.</summary>
    public required byte[] Fingerprint { get; init; }

    /// <summary>200..299: others are not kept, so that what failed can be tried again.</summary>
    public required short Status { get; init; }

    /// <summary>JSON: names and values.</summary>
    public required string Headers { get; init; }
    /// <summary>Encrypted under a key from the root key; opens only for its user and key.</summary>
    public required byte[] Body { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    internal sealed class Table : IEntityTypeConfiguration<KeptAnswer>
    {
        public void Configure(EntityTypeBuilder<KeptAnswer> builder)
        {
            builder.ToTable("idempotency_keys").HasKey(a => new { a.UserId, a.Key });
            builder.Property(a => a.Headers).HasColumnType("jsonb");
        }
    }
}
