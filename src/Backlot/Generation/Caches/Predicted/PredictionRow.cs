using System.Text.Json;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Generation.Caches.Predicted;

/// <summary>A scene that may come.</summary>
/// <param name="Probability">0..1.</param>
/// <param name="ParametersHash">Of what was made for it ahead; null before.</param>
/// <param name="AssetId">What was made for it ahead; null before. It may be deleted since.</param>
/// <param name="CostUsd">What that cost.</param>
public sealed record Prediction(string Prompt, double Probability, Guid? ParametersHash = null, Guid? AssetId = null, decimal CostUsd = 0);

/// <summary>What may come after a scene of a project, or as its first.</summary>
internal sealed class PredictionRow : IOwned
{
    public Guid Id { get; private init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }
    public required Guid ProjectId { get; init; }
    public Guid? SceneId { get; init; }
    public required IReadOnlyList<Prediction> Predictions { get; set; }

    /// <summary>Of the most probable, 0..1.</summary>
    public required double Confidence { get; set; }
    public required DateTimeOffset CreatedAt { get; set; }
    public required DateTimeOffset ExpiresAt { get; set; }

    internal sealed class Table : IEntityTypeConfiguration<PredictionRow>
    {
        public void Configure(EntityTypeBuilder<PredictionRow> builder)
        {
            builder.ToTable("predicted_scenes");
            builder.Property(p => p.Predictions).HasColumnType("jsonb").HasConversion(
                predictions => JsonSerializer.Serialize(predictions, JsonSerializerOptions.Web),
                json => JsonSerializer.Deserialize<List<Prediction>>(json, JsonSerializerOptions.Web) ?? new(),
                // A list is replaced, never changed.
                new ValueComparer<IReadOnlyList<Prediction>>((one, other) => ReferenceEquals(one, other), list => list.Count, list => list));
        }
    }
}
