using System.Text.Json;
using System.Text.Json.Serialization;
using Backlot.Library.Clips;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Backlot.Library.Analyses;

/// <summary>What a provider was asked of an asset or one of its clips, and what it said.</summary>
public sealed class AnalysisResult : IOwned
{
    private static readonly JsonSerializerOptions Sparse = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid UserId { get; init; }
    public required Guid AssetId { get; init; }

    /// <summary>Null: of the whole asset.</summary>
    public Guid? ClipId { get; init; }
    public required AnalysisType AnalysisType { get; init; }

    /// <summary><c>local</c>, or a provider's name.</summary>
    public required string Provider { get; init; }

    /// <summary>The bundle it was ordered with; null when it was ordered by itself.</summary>
    public string? Workflow { get; init; }

    /// <summary>0..9, 9 is served first.</summary>
    public short Priority { get; init; } = 5;
    public AnalysisStatus Status { get; set; } = AnalysisStatus.Pending;

    /// <summary>JSON; there when it is completed.</summary>
    public string? ResultData { get; set; }
    public string? ErrorMessage { get; set; }

    /// <summary>0 when nobody was asked; null when the provider counts something else.</summary>
    public int? TokenUsage { get; set; }
    public int? ProcessingTimeMs { get; set; }

    /// <summary>US dollars.</summary>
    public decimal? Cost { get; set; }
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it completed or failed.</summary>
    public DateTimeOffset? CompletedAt { get; set; }

    internal void Begin() => (Status, ErrorMessage, CompletedAt) = (AnalysisStatus.Processing, null, null);

    /// <param name="result">Serializes to the JSON that is kept.</param>
    internal void Complete(object result, TimeSpan took, DateTimeOffset now) => (Status, ResultData, ProcessingTimeMs, CompletedAt) =
        (AnalysisStatus.Completed, JsonSerializer.Serialize(result, Sparse), (int)took.TotalMilliseconds, now);

    /// <summary>Its job was given up.</summary>
    internal static async Task FailAsync(BacklotDb transaction, Guid id, string reason, DateTimeOffset now, CancellationToken ct)
    {
        if (await transaction.AnalysisResults.SingleOrDefaultAsync(a => a.Id == id, ct) is { } analysis)
            (analysis.Status, analysis.ErrorMessage, analysis.CompletedAt) = (AnalysisStatus.Failed, reason, now);
    }

    internal sealed class Table : IEntityTypeConfiguration<AnalysisResult>
    {
        public void Configure(EntityTypeBuilder<AnalysisResult> builder)
        {
            builder.ToTable("analysis_results");
            builder.Property(a => a.AnalysisType).IsText();
            builder.Property(a => a.Status).IsText();
            builder.Property(a => a.ResultData).HasColumnType("jsonb");
            builder.Property(a => a.Cost).HasColumnType("numeric(10,4)");
            builder.Property(a => a.CreatedAt).HasDefaultValueSql("now()");
            builder.HasOne<Asset>().WithMany().HasForeignKey(a => a.AssetId);
            builder.HasOne<Clip>().WithMany().HasForeignKey(a => a.ClipId);
        }
    }
}

public enum AnalysisType { Technical, Scenes, Loudness, Palette, Description, Transcript }

public enum AnalysisStatus { Pending, Processing, Completed, Failed }
