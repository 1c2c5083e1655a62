using System.Globalization;
using Backlot.Generation.Answers;
using Backlot.Jobs;
using Backlot.Platform.Blobs;
using Backlot.Rendering;
using Backlot.Rendering.Sound;

namespace Backlot.Library.Analyses;

/// <summary>Has a provider write down what is said, piece by piece; a piece that was paid for is not asked for again.</summary>
internal sealed class Transcribing(BlobStore blobs, SpeechSound sound, Asking asking)
{
    /// <summary>3.6 MB: every provider takes it in one request, and an answer to it comes within its deadline.</summary>
    private const double LongestPieceSeconds = 600;

    public async Task<Findings> RunAsync(AnalysisResult analysis, Asset asset, bool isAnew, JobRun run, CancellationToken ct)
    {
        if (asset is not { Sha256: { } sha256, DurationSeconds: { } seconds } || !blobs.Holds(sha256))
            throw new MediaRefused("is not there");
        var pieces = (int)Math.Ceiling(seconds / LongestPieceSeconds);
        var (heard, cost, usage) = (new List<(double Start, Heard Heard)>(), 0m, new Usage());
        for (var n = 0; n < pieces; n++)
        {
            var (start, length) = (n * seconds / pieces, seconds / pieces);
            var content = string.Create(CultureInfo.InvariantCulture, $"mp3/1 {sha256} {start:0.###} {length:0.###}");
            var prompt = $"What is said in the sound, piece {n + 1} of {pieces}";
            var intent = new Intent(analysis.Id, asset.Id, "transcript", analysis.Provider, content, prompt, isAnew);
            if (await ListenAsync(run, intent, asset, blobs.PathOf(sha256), start, length, ct) is { } answer)
            {
                heard.Add((start, answer.Value));
                (cost, usage) = (cost + answer.CostUsd, usage + answer.Usage);
            }
            run.Report((n + 1.0) / pieces, $"{n + 1} of {pieces}");
        }
        if (heard is [])
            throw new MediaRefused("is silent: nobody was asked what is said in it");
        return new(Transcript.Of(heard, asking.ForSound(analysis.Provider).Model), usage.Tokens > 0 || cost == 0 ? usage.Tokens : null, cost);
    }

    /// <returns>Null for silence, of which nobody is asked.</returns>
    private async Task<Answered<Heard>?> ListenAsync(JobRun run, Intent intent, Asset asset, string path, double start, double length, CancellationToken ct)
    {
        if (await asking.FindAsync<Heard>(intent, asking.ForSound(intent.Provider), ct) is { } before)
            return before;
        var temp = blobs.NewTempPath(".mp3", run.Tag);
        try
        {
            return await sound.CutAsync(path, asset.Kind == AssetKind.Video ? MediaKind.Video : MediaKind.Audio, start, length, temp, ct)
                ? await asking.ListenAsync(run, intent, new(await File.ReadAllBytesAsync(temp, ct), length), ct)
                : null;
        }
        finally
        {
            File.Delete(temp);
        }
    }
}
