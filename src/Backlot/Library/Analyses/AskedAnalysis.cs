namespace Backlot.Library.Analyses;

/// <summary>What a provider that sees and hears can be asked of an asset.</summary>
internal static class AskedAnalysis
{
    private const double LongestHours = 6;

    /// <summary>Why this asset cannot be asked about; null when it can.</summary>
    public static string? Fault(AnalysisType type, Asset asset) => type switch
    {
        _ when asset.Sha256 is null || asset.Status != AssetStatus.Ready => "its bytes are not there.",
        AnalysisType.Description when asset.Kind == AssetKind.Image => null,
        AnalysisType.Description when asset.Kind != AssetKind.Video => "it has no picture.",
        AnalysisType.Description => asset.FootageReadAt is null ? "its film was not read yet: ask again when its job library.read-footage is done." : null,
        AnalysisType.Transcript when asset.Kind is not (AssetKind.Video or AssetKind.Audio) || asset.HasAudio == false => "it has no sound.",
        AnalysisType.Transcript when asset.DurationSeconds is not > 0 => "nobody knows how long it is.",
        AnalysisType.Transcript when asset.DurationSeconds > LongestHours * 3600 => $"it is longer than {LongestHours} hours: cut it first.",
        // What was read was measured, too.
        AnalysisType.Transcript => asset is { Kind: AssetKind.Video, FootageReadAt: not null } && AssetMetadata.Read(asset.Metadata).Loudness is null
            ? "its sound is silent." : null,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Nobody is asked that."),
    };
}
