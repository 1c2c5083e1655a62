using System.Net;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Accounts.SignIn;

/// <summary>A browser that is signed in. Its token is the cookie's value and is not kept.</summary>
internal sealed class Session : IOwned
{
    public const int LongestUserAgent = 400;

    public Guid Id { get; private init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }

    /// <summary>HMAC-SHA-256 of the token, 32 bytes: see <see cref="Accounts.TokenHash"/>.</summary>
    public required byte[] TokenHash { get; init; }

    /// <summary>As the browser said at sign-in, at most 400 characters.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Where it signed in from.</summary>
    public IPAddress? Address { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>To the minute.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>Over then, however often it is used; earlier when it is idle for long.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? RevokedAt { get; init; }

    internal sealed class Table : IEntityTypeConfiguration<Session>
    {
        public void Configure(EntityTypeBuilder<Session> builder)
        {
            builder.ToTable("sessions");
            builder.HasOne<User>().WithMany().HasForeignKey(s => s.UserId);
        }
    }
}
