using Backlot.Accounts;
using Backlot.Generation.Providers;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Generation.Orders;

/// <summary>One order at a remote provider. Its row is on disk before the provider hears of it, and of an intent at most one that may
/// have been paid for can be there.</summary>
public sealed class Order : IOwned
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }
    public required Guid GenerationId { get; init; }
    public required GenerationKind Kind { get; init; }
    public required string Provider { get; init; }
    public required string Model { get; init; }
    public OrderState State { get; init; } = OrderState.Sending;

    /// <summary>What the provider calls it; null until it says.</summary>
    public string? ProviderJobId { get; init; }

    /// <summary>Requests that were begun: more than one only where the ones before were refused, or never left this machine.</summary>
    public int Sends { get; init; } = 1;

    /// <summary>Of the step it is at, that came to nothing.</summary>
    public int Tries { get; init; }

    /// <summary>When it is to be sent again.</summary>
    public DateTimeOffset? RetryAt { get; init; }
    public FailureClass? FailureClass { get; init; }

    /// <summary>One sentence: why it failed, is lost or rests.</summary>
    public string? Reason { get; init; }

    /// <summary>US dollars that it was taken to cost.</summary>
    public required decimal EstimateUsd { get; init; }

    /// <summary>It failed in an earlier try of the whole and counts no more.</summary>
    public bool IsPast { get; init; }
    public required DateTimeOffset SentAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Our own id of it at providers that take one.</summary>
    public string Handle => Id.ToString("N");

    internal sealed class Table : IEntityTypeConfiguration<Order>
    {
        public void Configure(EntityTypeBuilder<Order> builder)
        {
            builder.ToTable("orders");
            builder.Ignore(o => o.Handle);
            builder.Property(o => o.Kind).IsText();
            builder.Property(o => o.State).IsText();
            builder.Property(o => o.FailureClass).IsText();
            builder.Property(o => o.EstimateUsd).HasColumnType("numeric(10,4)");
            builder.Property(o => o.CreatedAt).HasDefaultValueSql("now()");
            builder.HasOne<User>().WithMany().HasForeignKey(o => o.UserId);
            builder.HasOne<GenerationRecord>().WithMany().HasForeignKey(o => o.GenerationId);
        }
    }
}

/// <summary>Where an order stands.</summary>
public enum OrderState
{
    /// <summary>The request is about to be made, or was made and its answer is not known: it may have been paid for.</summary>
    Sending,

    /// <summary>The provider refused it for now, or was not reached: nothing is paid, and it is sent again.</summary>
    Resting,

    /// <summary>The provider works on it, or has done so.</summary>
    Accepted,

    /// <summary>What was made is an asset.</summary>
    Made,

    /// <summary>It will not be made: another provider may be asked. What was paid all the same stands with the generation's cost.</summary>
    Failed,

    /// <summary>It may have been paid for, and there is nothing to show for it. Nothing is ordered in its place by itself.</summary>
    Lost,
}

/// <summary>Until when a user's account at a provider is left alone.</summary>
public sealed class ProviderPause : IOwned
{
    public required Guid UserId { get; init; }

    /// <summary>The name that the key is stored under.</summary>
    public required string Provider { get; init; }
    public DateTimeOffset Until { get; init; }
    public required string Reason { get; init; }
    public DateTimeOffset CreatedAt { get; private set; }

    internal sealed class Table : IEntityTypeConfiguration<ProviderPause>
    {
        public void Configure(EntityTypeBuilder<ProviderPause> builder)
        {
            builder.ToTable("provider_pauses");
            builder.HasKey(p => new { p.UserId, p.Provider });
            builder.Property(p => p.CreatedAt).HasDefaultValueSql("now()");
            builder.HasOne<User>().WithMany().HasForeignKey(p => p.UserId);
        }
    }
}

/// <summary>The tables of orders.</summary>
public static class OrderTables
{
    extension(BacklotDb db)
    {
        public DbSet<Order> Orders => db.Set<Order>();
        public DbSet<ProviderPause> ProviderPauses => db.Set<ProviderPause>();
    }
}
