using Backlot.Jobs;
using Backlot.Platform.Database;
using Backlot.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Analyses;

/// <summary>Makes one analysis that was ordered.</summary>
public sealed record RunAnalysis(Guid AnalysisId) : IJobArgs
{
    public static string Kind => "library.run-analysis";
    public static string Queue => "analyze";
    public static int MaxAttempts => 3;

    internal sealed class Handler(BacklotDb db, LocalAnalysis local, TimeProvider time) : IJobHandler<RunAnalysis>
    {
        public async Task<Outcome> RunAsync(RunAnalysis args, JobRun run, CancellationToken ct)
        {
            if (await db.AnalysisResults.SingleOrDefaultAsync(a => a.Id == args.AnalysisId, ct) is not { } analysis)
                return new Outcome.Cancel("The analysis was deleted.");
            if (analysis.Status == AnalysisStatus.Completed)
                return new Outcome.Done();
            await run.WriteAsync(db, _ =>
            {
                analysis.Begin();
                return Task.CompletedTask;
            }, ct);
            var asset = await db.Assets.SingleAsync(a => a.Id == analysis.AssetId, ct);
            if (LocalAnalysis.Fault(analysis.AnalysisType, asset) is { } fault)
                return new Outcome.Discard($"{asset.Filename}: {fault}");
            var began = time.GetTimestamp();
            try
            {
                var result = await local.RunAsync(analysis.AnalysisType, asset, ct);
                return new Outcome.Done(_ =>
                {
                    analysis.Complete(result, time.GetElapsedTime(began), time.GetUtcNow());
                    (analysis.TokenUsage, analysis.Cost) = (0, 0);
                    return Task.CompletedTask;
                });
            }
            catch (MediaRefused refused)
            {
                return new Outcome.Discard(refused.About(asset.Filename));
            }
        }

        public Task GivenUpAsync(RunAnalysis args, string reason, BacklotDb transaction, CancellationToken ct) =>
            AnalysisResult.FailAsync(transaction, args.AnalysisId, reason, time.GetUtcNow(), ct);
    }
}
