using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Accounts.Credits;

/// <summary>One movement of a user's credits; never changed. A user's balance is the sum of theirs, by triggers of the
/// database.</summary>
public sealed class CreditEntry : IOwned
{
    public Guid Id { get; private init; }
    public Guid UserId { get; private init; }
    public CreditKind Kind { get; private init; }

    /// <summary>Credits: added when above zero. One is worth a US cent.</summary>
    public int Amount { get; private init; }
    public string Reason { get; private init; } = "";

    /// <summary>The intent or the purchase that it pays for.</summary>
    public string? Reference { get; private init; }
    public Guid? GenerationId { get; private init; }

    /// <summary>The reservation that this settles or releases.</summary>
    public Guid? ClosesId { get; private init; }
    public Guid? GrantedBy { get; private init; }
    public DateTimeOffset CreatedAt { get; private init; }

    internal sealed class Table : IEntityTypeConfiguration<CreditEntry>
    {
        public void Configure(EntityTypeBuilder<CreditEntry> builder)
        {
            builder.ToTable("credit_entries");
            builder.Property(e => e.Kind).IsText();
            builder.HasOne<User>().WithMany().HasForeignKey(e => e.UserId);
        }
    }
}

/// <summary>Why credits moved.</summary>
public enum CreditKind
{
    /// <summary>What a user started with.</summary>
    Opening,

    /// <summary>Given, or taken, by an admin.</summary>
    Grant,

    /// <summary>Set aside before a provider is called.</summary>
    Reserve,

    /// <summary>What a reservation was too high by, or too low.</summary>
    Settle,

    /// <summary>A whole reservation, of something that was not made.</summary>
    Release,

    /// <summary>Paid to another user, for what they offer.</summary>
    Purchase,

    /// <summary>Got from another user, for what was offered.</summary>
    Sale,
}

/// <summary>The tables of credits.</summary>
public static class CreditTables
{
    extension(BacklotDb db)
    {
        public DbSet<CreditEntry> CreditEntries => db.Set<CreditEntry>();
    }
}
