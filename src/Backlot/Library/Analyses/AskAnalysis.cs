using System.Text.Json;
using Backlot.Generation.Answers;
using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Analyses;

/// <summary>Has one analysis made by a provider. It is in a queue of its own, so that those who wait for a provider hold up nobody else.</summary>
/// <param name="Anew">What another analysis was answered does not count.</param>
public sealed record AskAnalysis(Guid AnalysisId, bool Anew = false) : IJobArgs
{
    public static string Kind => "library.ask-analysis";
    public static string Queue => "ask";
    public static int MaxAttempts => 5;

    internal sealed class Handler(BacklotDb db, Describing describing, Transcribing transcribing, TimeProvider time) : IJobHandler<AskAnalysis>
    {
        private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

        public async Task<Outcome> RunAsync(AskAnalysis args, JobRun run, CancellationToken ct)
        {
            if (await db.AnalysisResults.SingleOrDefaultAsync(a => a.Id == args.AnalysisId, ct) is not { } analysis)
                return new Outcome.Cancel("The analysis was deleted.");
            if (analysis.Status == AnalysisStatus.Completed)
                return new Outcome.Done();
            var asset = await db.Assets.SingleAsync(a => a.Id == analysis.AssetId, ct);
            await run.WriteAsync(db, _ =>
            {
                analysis.Begin();
                return Task.CompletedTask;
            }, ct);
            if (AskedAnalysis.Fault(analysis.AnalysisType, asset) is { } fault)
                return new Outcome.Discard($"{asset.Filename}: {fault}");
            return await AskAsync(analysis, asset, args.Anew, run, ct);
        }

        public Task GivenUpAsync(AskAnalysis args, string reason, BacklotDb transaction, CancellationToken ct) =>
            AnalysisResult.FailAsync(transaction, args.AnalysisId, reason, time.GetUtcNow(), ct);

        private async Task<Outcome> AskAsync(AnalysisResult analysis, Asset asset, bool isAnew, JobRun run, CancellationToken ct)
        {
            var began = time.GetTimestamp();
            try
            {
                var findings = await (analysis.AnalysisType == AnalysisType.Description
                    ? describing.RunAsync(analysis, asset, isAnew, run, ct)
                    : transcribing.RunAsync(analysis, asset, isAnew, run, ct));
                return new Outcome.Done(_ =>
                {
                    analysis.Complete(findings.Result, time.GetElapsedTime(began), time.GetUtcNow());
                    (analysis.TokenUsage, analysis.Cost) = (findings.Tokens, findings.CostUsd);
                    return Task.CompletedTask;
                });
            }
            catch (ProviderTrouble trouble)
            {
                return trouble.Outcome;
            }
            catch (AskedElsewhere)
            {
                return new Outcome.Park(Rest, "Another job asks the same");
            }
            catch (MediaRefused refused)
            {
                return new Outcome.Discard(refused.About(asset.Filename));
            }
            catch (Refusal refused)
            {
                return new Outcome.Discard(refused.Message);
            }
        }
    }
}
