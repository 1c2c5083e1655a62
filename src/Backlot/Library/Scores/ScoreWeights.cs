using Backlot.Accounts;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Library.Scores;

/// <summary>How much each score counts in a user's composite score. Who never changed them has no row.</summary>
public sealed class ScoreWeights : IOwned
{
    public required Guid UserId { get; init; }

    /// <summary>0..100, as the others; only their proportions matter.</summary>
    public double Hook { get; set; } = 35;
    public double Novelty { get; set; } = 20;
    public double Psychology { get; set; } = 25;
    public double Scene { get; set; } = 20;
    public DateTimeOffset UpdatedAt { get; set; }

    internal double Composite(double hook, double novelty, double psychology, double scene) =>
        (Hook * hook + Novelty * novelty + Psychology * psychology + Scene * scene) / (Hook + Novelty + Psychology + Scene);

    internal sealed class Table : IEntityTypeConfiguration<ScoreWeights>
    {
        public void Configure(EntityTypeBuilder<ScoreWeights> builder)
        {
            builder.ToTable("score_weights").HasKey(w => w.UserId);
            builder.Property(w => w.UserId).ValueGeneratedNever();
            builder.Property(w => w.UpdatedAt).HasDefaultValueSql("now()");
            builder.HasOne<User>().WithMany().HasForeignKey(w => w.UserId);
        }
    }
}
