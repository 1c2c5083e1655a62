using System.Text.Json;
using Backlot.Accounts;
using Backlot.Library.Predictions.Model;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Library.Predictions;

/// <summary>A model that was learnt from its owner's results, as it is kept. The newest makes the predictions.</summary>
public sealed class ClickModelRow : IOwned
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }

    /// <summary>Counts its owner's models, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>That it learnt from.</summary>
    public required int Results { get; init; }

    /// <summary>A <see cref="ClickModel"/>, as JSON.</summary>
    public required string Parameters { get; init; }

    /// <summary>A <see cref="Model.Calibration"/>, as JSON: how well models judge that learnt in the same way, but not from what they judge.</summary>
    public required string Calibration { get; init; }
    public DateTimeOffset TrainedAt { get; private set; }

    internal ClickModel Model => Read<ClickModel>(Parameters);
    internal Calibration Judgement => Read<Calibration>(Calibration);

    private static T Read<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, JsonSerializerOptions.Web) ?? throw new JsonException("A stored model is null.");

    internal sealed class Table : IEntityTypeConfiguration<ClickModelRow>
    {
        public void Configure(EntityTypeBuilder<ClickModelRow> builder)
        {
            builder.ToTable("click_models");
            builder.Ignore(m => m.Model).Ignore(m => m.Judgement);
            builder.Property(m => m.Parameters).HasColumnType("jsonb");
            builder.Property(m => m.Calibration).HasColumnType("jsonb");
            builder.Property(m => m.TrainedAt).HasDefaultValueSql("now()");
            builder.HasOne<User>().WithMany().HasForeignKey(m => m.UserId);
        }
    }
}
