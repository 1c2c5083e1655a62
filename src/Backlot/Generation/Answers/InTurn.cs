using Backlot.Generation.Orders;
using Backlot.Generation.Providers;
using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Database;

namespace Backlot.Generation.Answers;

/// <summary>Has a text written by one of several providers: the next is asked when one cannot.</summary>
internal sealed class InTurn(BacklotDb db, Asking asking, TextModels models, OrderBook book)
{
    /// <summary>What may pass is waited for in the first runs; in the last one the next writer is asked.</summary>
    private const int Runs = 3;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    /// <param name="run">The job that asks. Who has refused is kept with it.</param>
    /// <param name="writers">Names of providers.</param>
    /// <param name="intent">Of any of them.</param>
    /// <param name="tidy">What of an answer is kept; null when it cannot be used.</param>
    /// <param name="ct">The run's token.</param>
    /// <exception cref="Refusal">402 <c>budget.used-up</c>: nobody was asked.</exception>
    public async Task<Turn<T>> WriteAsync<T>(
        JobRun run, IReadOnlyList<string> writers, Intent intent, Writing question, Func<T, T?> tidy, CancellationToken ct) where T : class
    {
        var refused = run.Checkpoint<Refused>() ?? new([], []);
        foreach (var writer in writers.Where(writer => !refused.Writers.Contains(writer)))
        {
            var asked = intent with { Provider = writer };
            var isForAll = false;
            try
            {
                var model = models.Of(writer);
                // What was answered before is there whatever became of the account.
                if (await book.PauseOfAsync(writer, ct) is not { } pause || await asking.FindAsync<T>(asked, model, ct) is not null)
                    return new Turn<T>.Written((await asking.WriteAsync(run, asked, question, tidy, ct)).Value, writer, model.Model, refused.Note);
                var reason = $"{pause.Reason} It is left alone until {pause.Until:HH:mm} UTC; a new key ends that at once.";
                // An earlier run may have asked it, before the pause.
                await asking.GiveUpWritingAsync(run, asked, reason, ct);
                refused = refused.With(writer, reason);
            }
            catch (AskedElsewhere)
            {
                return new Turn<T>.Waiting(new Outcome.Park(Rest, "Another job asks the same"));
            }
            catch (ProviderTrouble trouble) when (trouble.Outcome is Outcome.Retry retry && run.Attempt < Runs && !(retry.After > OrderPace.Impatient))
            {
                return new Turn<T>.Waiting(retry);
            }
            catch (ProviderTrouble trouble)
            {
                if (trouble.Class == FailureClass.Quota)
                    await book.PauseAsync(run.UserId, writer, OrderPace.Pause, trouble.Message);
                await asking.GiveUpWritingAsync(run, asked, trouble.Message, ct);
                refused = refused.With(writer, trouble.Message);
                isForAll = trouble.Class == FailureClass.Moderation;
            }
            catch (Refusal refusal) when (refusal.Code != ProjectBudget.UsedUp)
            {
                refused = refused.With(writer, refusal.Message);
            }
            // What one will not write about is not offered to anybody else.
            await run.SaveCheckpointAsync(db, isForAll ? refused with { Writers = writers } : refused, ct);
            if (isForAll)
                break;
        }
        return new Turn<T>.Nobody(refused.Note ?? "Nobody was asked.");
    }

    /// <summary>Who could not, and why.</summary>
    private sealed record Refused(IReadOnlyList<string> Writers, IReadOnlyList<string> Reasons)
    {
        public string? Note => Reasons.Count > 0 ? string.Join(' ', Reasons.Distinct()) : null;

        public Refused With(string writer, string reason) => new([.. Writers, writer], [.. Reasons, reason]);
    }
}

/// <summary>What came of asking in turn.</summary>
internal abstract record Turn<T>
{
    private Turn() { }

    /// <param name="Note">Why others did not write it; null when none was asked before.</param>
    public sealed record Written(T Value, string Writer, string Model, string? Note) : Turn<T>;

    /// <summary>The run ends with this outcome.</summary>
    public sealed record Waiting(Outcome Outcome) : Turn<T>;

    /// <param name="Reason">Why, of each.</param>
    public sealed record Nobody(string Reason) : Turn<T>;
}
