using System.Text.Json;
using Backlot.Generation.Keys;
using Backlot.Generation.Orders;
using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Generation.Answers;

/// <summary>Has questions answered by providers, with the user's own key, each question once: its row is written before the call, and
/// the answer is committed with its cost the moment it is there, so that whatever becomes of the job it is not paid for again.</summary>
internal sealed class Asking(
    BacklotDb db, KeyVault vault, KeyProviders providers, AnswerModels models, TextModels texts, IEnumerable<IAnswerer> answerers, TimeProvider time)
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Web)
    {
        RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    };

    public ModelChoice ForPictures(string provider) => models.ForPictures(provider);

    public ModelChoice ForSound(string provider) => models.ForSound(provider);

    /// <summary>Asks about pictures, or finds what was answered before.</summary>
    /// <param name="run">The job that asks.</param>
    /// <param name="tidy">What of the answer is kept; null when it cannot be used.</param>
    /// <param name="ct">The run's token.</param>
    /// <exception cref="ProviderTrouble">There is no answer.</exception>
    /// <exception cref="AskedElsewhere">Another job asks just that.</exception>
    public Task<Answered<T>> LookAsync<T>(JobRun run, Intent intent, Looking question, Func<T, T?> tidy, CancellationToken ct) where T : class =>
        ReadAsync(run, intent, question, models.ForPictures(intent.Provider), null, tidy, ct);

    /// <summary>Has a text written, or finds what was written before.</summary>
    /// <inheritdoc cref="LookAsync"/>
    /// <exception cref="Refusal">402 <c>budget.used-up</c>: it would cost more than is left of the project's budget. 422: the model is retired.
    /// 409: there is no key.</exception>
    public Task<Answered<T>> WriteAsync<T>(JobRun run, Intent intent, Writing question, Func<T, T?> tidy, CancellationToken ct) where T : class =>
        ReadAsync(run, intent, new Looking(question.Instruction, [], question.Form), texts.Of(intent.Provider), question.Expected, tidy, ct);

    /// <summary>Nobody will ask it again for this job: what it cost stays told.</summary>
    /// <param name="intent">As it was asked.</param>
    /// <param name="reason">One sentence.</param>
    public Task GiveUpWritingAsync(JobRun run, Intent intent, string reason, CancellationToken ct) => run.WriteAsync(db, async token =>
    {
        var key = intent.KeyFor(texts.Of(intent.Provider));
        var own = db.Generations.Where(g => g.IntentKey == key && g.Status == GenerationStatus.Processing && g.JobId == run.Id);
        if (await own.SingleOrDefaultAsync(token) is { } record)
            (record.Status, record.ErrorMessage, record.CompletedAt) = (GenerationStatus.Failed, reason, time.GetUtcNow());
    }, ct);

    private Task<Answered<T>> ReadAsync<T>(
        JobRun run, Intent intent, Looking question, ModelChoice choice, Usage? expected, Func<T, T?> tidy, CancellationToken ct) where T : class =>
        AskAsync(run, intent, choice, expected, async (answerer, model, key) =>
        {
            var (json, usage) = await answerer.LookAsync(question, model, key, ct);
            return Read(json, tidy) is { } value
                ? new Answer<T>(value, usage)
                : throw ProviderTrouble.Unusable(providers.Demand(intent.Provider), "it is not of the form that was asked for", usage);
        }, ct);

    /// <summary>Has sound written down, or finds what was written down before.</summary>
    /// <inheritdoc cref="LookAsync"/>
    public Task<Answered<Heard>> ListenAsync(JobRun run, Intent intent, Listening question, CancellationToken ct) =>
        AskAsync(run, intent, models.ForSound(intent.Provider), null, (answerer, model, key) => answerer.ListenAsync(question, model, key, ct), ct);

    /// <summary>What was answered before to the same question.</summary>
    /// <returns>Null when nobody asked, or nothing came of it.</returns>
    public async Task<Answered<T>?> FindAsync<T>(Intent intent, ModelChoice model, CancellationToken ct) where T : class
    {
        var key = intent.KeyFor(model);
        return await db.Generations.SingleOrDefaultAsync(g => g.IntentKey == key, ct) is { } record ? Kept<T>(record, intent) : null;
    }

    private async Task<Answered<T>> AskAsync<T>(
        JobRun run, Intent intent, ModelChoice model, Usage? expected, Func<IAnswerer, string, ProviderKey, Task<Answer<T>>> ask, CancellationToken ct)
        where T : class
    {
        if (await FindAsync<T>(intent, model, ct) is { } before)
            return before;
        var key = await vault.OpenAsync(run.UserId, intent.Provider, ct);
        var record = await IntendAsync(run, intent, model, expected is null ? 0 : model.Price.Of(expected), ct);
        if (Kept<T>(record, intent) is { } meanwhile)
            return meanwhile;
        try
        {
            var answer = await ask(answerers.Single(a => a.Provider == intent.Provider), model.Model, key);
            await KeepAsync(answer.Usage, JsonSerializer.SerializeToElement(answer.Value, JsonSerializerOptions.Web), GenerationStatus.Completed, null);
            return new(answer.Value, Call.Of(record).Usage, record.Cost);
        }
        catch (ProviderTrouble trouble)
        {
            await KeepAsync(trouble.Spent, null, GenerationStatus.Processing, trouble.Message);
            throw;
        }

        // Paid is paid: not even a server that stops leaves this unwritten.
        Task KeepAsync(Usage usage, JsonElement? value, GenerationStatus status, string? error) => run.WriteAsync(db, _ =>
        {
            var call = Call.Of(record);
            record.Metadata = (call with { Usage = call.Usage + usage, Answer = value, EstimateUsd = 0 }).ToText();
            record.Cost += model.Price.Of(usage);
            (record.Status, record.ErrorMessage) = (status, error);
            record.CompletedAt = status == GenerationStatus.Completed ? time.GetUtcNow() : null;
            return Task.CompletedTask;
        }, CancellationToken.None);
    }

    /// <summary>On disk before the provider hears of it, with what it is taken to cost set aside from the project's budget. Jobs about one
    /// subject write one after the other, so of two that ask the same the second finds the first.</summary>
    private async Task<GenerationRecord> IntendAsync(JobRun run, Intent intent, ModelChoice model, decimal estimateUsd, CancellationToken ct)
    {
        var key = intent.KeyFor(model);
        GenerationRecord? record = null;
        await run.WriteAsync(db, async token =>
        {
            record = await db.Generations.SingleOrDefaultAsync(g => g.IntentKey == key, token);
            if (record is { Status: GenerationStatus.Completed } && intent.IsAnew && Call.Of(record).OrderId != intent.OrderId)
            {
                // Its cost stays told; its answer counts no more.
                var aside = $"{key}/{record.Id}";
                await db.Generations.Where(g => g.IntentKey == key).ExecuteUpdateAsync(g => g.SetProperty(x => x.IntentKey, aside), token);
                db.Entry(record).State = EntityState.Detached;
                record = null;
            }
            if (record is { Status: GenerationStatus.Completed })
                return;
            if (record is { Status: GenerationStatus.Processing, JobId: { } other } && other != run.Id
                && await db.Jobs.AnyAsync(j => j.Id == other && j.CompletedAt == null, token))
                throw new AskedElsewhere();
            // What an earlier run had set aside, and was killed over, still is.
            if (record is not { Status: GenerationStatus.Processing } || Call.Of(record).EstimateUsd == 0)
                await ProjectBudget.DemandAsync(db, run.UserId, intent.For ?? OrderContext.None, estimateUsd, token);
            if (record is null)
                db.Generations.Add(record = new()
                {
                    UserId = run.UserId, IntentKey = key, Kind = GenerationKind.Text, Provider = intent.Provider, Model = model.Model,
                    ProjectId = intent.For?.ProjectId, SceneId = intent.For?.SceneId,
                    Prompt = intent.Prompt, Parameters = JsonSerializer.Serialize(new { intent.SubjectId, intent.What }, JsonSerializerOptions.Web),
                });
            var call = Call.Of(record);
            record.Metadata = (call with { Calls = call.Calls + 1, OrderId = intent.OrderId, EstimateUsd = estimateUsd }).ToText();
            (record.Status, record.JobId, record.CompletedAt, record.ErrorMessage) = (GenerationStatus.Processing, run.Id, null, null);
        }, ct);
        return record ?? throw new InvalidOperationException("The intent was not written.");
    }

    /// <summary>What another order paid for costs this one nothing.</summary>
    private static Answered<T>? Kept<T>(GenerationRecord record, Intent intent) where T : class
    {
        if (record.Status != GenerationStatus.Completed || Call.Of(record) is not { Answer: { } answer } call)
            return null;
        var isOwn = call.OrderId == intent.OrderId;
        if ((intent.IsAnew && !isOwn) || answer.Deserialize<T>(JsonSerializerOptions.Web) is not { } value)
            return null;
        return isOwn ? new(value, call.Usage, record.Cost) : new(value, new(), 0);
    }

    private static T? Read<T>(string json, Func<T, T?> tidy) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Strict) is { } value ? tidy(value) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What a row of a question keeps in its metadata.</summary>
    /// <param name="EstimateUsd">Set aside while it is asked.</param>
    private sealed record Call(int Calls, Guid OrderId, Usage Usage, JsonElement? Answer, decimal EstimateUsd = 0)
    {
        public string ToText() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

        public static Call Of(GenerationRecord record) => record.Metadata == "{}"
            ? new(0, default, new(), null)
            : JsonSerializer.Deserialize<Call>(record.Metadata, JsonSerializerOptions.Web) ?? throw new JsonException();
    }
}

/// <summary>An answer that is kept.</summary>
/// <param name="Usage">Nothing, and so is the cost, when another order paid for it.</param>
/// <param name="CostUsd">With what unusable answers before it cost.</param>
internal sealed record Answered<T>(T Value, Usage Usage, decimal CostUsd);

/// <summary>Another job is asking the very same.</summary>
internal sealed class AskedElsewhere() : Exception("The same is being asked by another job.");
