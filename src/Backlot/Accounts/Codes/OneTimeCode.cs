using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Accounts.Codes;

/// <summary>Lets somebody in once, within the hour. The code itself is told to whoever asked for it and not kept.</summary>
internal sealed class OneTimeCode
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public Guid Id { get; private init; } = Guid.CreateVersion7();
    public required CodePurpose Purpose { get; init; }

    /// <summary>HMAC-SHA-256 of the code, 32 bytes: see <see cref="TokenHash"/>.</summary>
    public required byte[] CodeHash { get; init; }

    /// <summary>Whose account it opens; null for an invitation, which makes one.</summary>
    public Guid? UserId { get; init; }

    /// <summary>Of an invitation: the admin.</summary>
    public Guid? InvitedBy { get; init; }

    /// <summary>Of an invitation: the new account's.</summary>
    public string? Email { get; init; }

    /// <inheritdoc cref="Email"/>
    public UserRole? Role { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? UsedAt { get; init; }

    internal sealed class Table : IEntityTypeConfiguration<OneTimeCode>
    {
        public void Configure(EntityTypeBuilder<OneTimeCode> builder)
        {
            builder.ToTable("one_time_codes");
            builder.Property(c => c.Purpose).IsText();
            builder.Property(c => c.Role).IsText();
            builder.HasOne<User>().WithMany().HasForeignKey(c => c.UserId);
            builder.HasOne<User>().WithMany().HasForeignKey(c => c.InvitedBy);
        }
    }
}

/// <summary>What a code is good for.</summary>
internal enum CodePurpose { Setup, Invitation, PasswordReset }
