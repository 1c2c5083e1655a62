using System.Text.Json;
using Backlot.Generation.Keys;
using Backlot.Generation.Providers;
using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Generation.Orders;

/// <summary>Has things made, by whom of several can, each intent once: a run of a job takes it one step further, and the job comes back
/// until it is ready or has failed. Whatever happens in between, what may have been paid for is not ordered again.</summary>
/// <remarks>docs/providers.md draws the states.</remarks>
internal sealed class Ordering(
    BacklotDb db, OrderBook book, Offers offers, RemoteSteps steps, AllProviders providers, ProviderCatalog catalog, KeyVault vault, BlobStore blobs, OrderPace pace)
{
    /// <summary>Takes an order a step further.</summary>
    /// <param name="run">The job that wants it.</param>
    /// <param name="intentKey">See <see cref="GenerationRecord.IntentKey"/>: another key is another order, paid for again.</param>
    /// <param name="choices">Who is asked, one after the other until one serves.</param>
    /// <param name="wanted">What.</param>
    /// <param name="context">What for.</param>
    /// <param name="ct">The run's token.</param>
    /// <exception cref="Refusal">Nobody can make it, or there is too little credit or budget left; nothing was ordered.</exception>
    public async Task<OrderStep> StepAsync<TOrder>(
        JobRun run, string intentKey, IReadOnlyList<ProviderChoice> choices, TOrder wanted, OrderContext context, CancellationToken ct) where TOrder : IOrder
    {
        var record = await db.Generations.SingleOrDefaultAsync(g => g.IntentKey == intentKey, ct);
        if (record is { Status: GenerationStatus.Completed, AssetId: not null })
            return new OrderStep.Ready(new(record, null, null));
        if (record is { Status: GenerationStatus.Processing } && record.JobId == run.Id)
            return await GoOnAsync(new Step<TOrder>(run, record, wanted), choices, context, ct) ?? await AskInTurnAsync(
                new Step<TOrder>(run, record, wanted), await StillAbleAsync(run.UserId, choices, wanted, ct), context, ct);
        if (context.Closed is { } closed)
            return new OrderStep.Failed(closed, FailureClass.Invalid);

        var able = await offers.OfAsync(run.UserId, choices, wanted, ct);
        record = await book.IntendAsync(run, New(run, intentKey, able[0], wanted, context), able.Max(offer => offer.PriceUsd), ct);
        if (record is null)
            return new OrderStep.Waiting(new Outcome.Park(pace.Rest(3), "Another job orders the same"));
        var step = new Step<TOrder>(run, record, wanted);
        return await GoOnAsync(step, choices, context, ct) ?? await AskInTurnAsync(step, able, context, ct);
    }

    /// <summary>What was fetched is not what it should be: it is fetched anew, from a fresh address, as often as downloads are tried.</summary>
    /// <param name="record">As it was handed over.</param>
    /// <param name="reason">One sentence for the user.</param>
    /// <returns>How the run ends.</returns>
    public async Task<Outcome> UnreadableAsync(GenerationRecord record, string reason, CancellationToken ct)
    {
        if (await book.OpenAsync(record.Id, ct) is not { State: OrderState.Accepted } order)
            return new Outcome.Discard(reason);
        if (order.Tries + 1 >= OrderPace.MostFetches)
        {
            await book.LoseAsync(order, FailureClass.Lost, reason);
            return new Outcome.Discard(reason);
        }
        await book.TriedAsync(order, reason);
        return new Outcome.Park(pace.Rest(order.Tries + 1), reason);
    }

    /// <returns>Null: nothing is under way, or it failed and somebody else may be asked.</returns>
    private async Task<OrderStep?> GoOnAsync<TOrder>(
        Step<TOrder> step, IReadOnlyList<ProviderChoice> choices, OrderContext context, CancellationToken ct) where TOrder : IOrder
    {
        if (await book.OpenAsync(step.Record.Id, ct) is not { } order)
            return null;
        if (order.State == OrderState.Lost)
            return new OrderStep.Failed(order.Reason ?? "It is lost.", order.FailureClass ?? FailureClass.Lost);
        if (providers.Remote(order.Provider, order.Kind) is not IRemoteProvider<TOrder> remote)
            throw AllProviders.Unknown(order.Provider);
        var key = await vault.OpenAsync(step.Run.UserId, remote.KeyName, ct);
        return await steps.GoOnAsync(step, AtOf(step, order, remote, catalog.Find(order.Provider, order.Kind, order.Model), key), order,
            context.Closed is not null, isLast: order.State != OrderState.Resting || !await IsAnotherLeftAsync(step, choices, order, ct), ct);
    }

    /// <summary>Whether somebody could be asked now who has not refused it yet.</summary>
    private async Task<bool> IsAnotherLeftAsync<TOrder>(Step<TOrder> step, IReadOnlyList<ProviderChoice> choices, Order order, CancellationToken ct) where TOrder : IOrder
    {
        var asked = (await book.FailedAsync(step.Record.Id, ct)).Append(order).Select(o => $"{o.Provider}/{o.Model}").ToHashSet(StringComparer.Ordinal);
        foreach (var offer in await StillAbleAsync(step.Run.UserId, choices, step.Wanted, ct))
            if (offer is not Offer<TOrder>.Elsewhere there || (!asked.Contains($"{there.Model}") && await book.PauseOfAsync(there.Remote.KeyName, ct) is null))
                return true;
        return false;
    }

    /// <summary>Those who have not refused it yet are asked, until one takes it.</summary>
    private async Task<OrderStep> AskInTurnAsync<TOrder>(Step<TOrder> step, IReadOnlyList<Offer<TOrder>> able, OrderContext context, CancellationToken ct) where TOrder : IOrder
    {
        if (context.Closed is { } closed)
            return new OrderStep.Failed(closed, FailureClass.Invalid);
        var refused = (await book.FailedAsync(step.Record.Id, ct)).ConvertAll(o => (Model: $"{o.Provider}/{o.Model}", Class: o.FailureClass ?? FailureClass.Invalid, o.Reason));
        foreach (var offer in able)
        {
            if (offer is Offer<TOrder>.BuiltIn builtIn)
                try
                {
                    return new OrderStep.Ready(await MakeAsync(step, builtIn, ct));
                }
                catch (ProviderFailure failure)
                {
                    refused.Add(($"{offer.Choice}", failure.Class, failure.Message));
                    continue;
                }
            if (offer is not Offer<TOrder>.Elsewhere there || refused.Exists(r => r.Model == $"{there.Model}"))
                continue;
            if (await book.PauseOfAsync(there.Remote.KeyName, ct) is { } pause)
            {
                refused.Add(($"{there.Model}", FailureClass.Quota, $"{pause.Reason} It is left alone until {pause.Until:HH:mm} UTC; a new key ends that at once."));
                continue;
            }
            // The key before the row: what cannot be sent is not said to be on its way.
            var key = await vault.OpenAsync(step.Run.UserId, there.Remote.KeyName, ct);
            var order = await book.BeginAsync(step.Run, step.Record, there.Model, there.PriceUsd, context, ct);
            if (await steps.SendAsync(step, AtOf(step, order, there.Remote, there.Model, key), order, isLast: offer == able[^1], ct) is { } sent)
                return sent;
            var failed = (await book.FailedAsync(step.Record.Id, ct))[^1];
            refused.Add(($"{there.Model}", failed.FailureClass ?? FailureClass.Invalid, failed.Reason));
        }
        return refused.Count > 0
            ? new OrderStep.Failed(string.Join(" ", refused.Select(r => r.Reason).Distinct()), refused[^1].Class)
            : new OrderStep.Failed("Nobody is left who could make it: check your keys and choose another provider.", FailureClass.Invalid);
    }

    /// <summary>On this machine: nothing is paid that a second try would pay again.</summary>
    private async Task<Generated> MakeAsync<TOrder>(Step<TOrder> step, Offer<TOrder>.BuiltIn offer, CancellationToken ct) where TOrder : IOrder
    {
        var path = blobs.NewTempPath(tag: step.Run.Tag);
        try
        {
            var made = await offer.Maker.MakeAsync(step.Wanted, path, new JobProgress(step.Run), ct);
            return step.Made(offer.Maker.Name, null, path, made);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private At<TOrder> AtOf<TOrder>(Step<TOrder> step, Order order, IRemoteProvider<TOrder> remote, CatalogModel model, ProviderKey key) where TOrder : IOrder =>
        new(remote, providers.TitleOf(remote), new(model, key, order.Handle, blobs.NewTempPath(tag: step.Run.Tag), order.EstimateUsd, order.SentAt));

    /// <summary>After one has failed, those who can by now.</summary>
    private async Task<IReadOnlyList<Offer<TOrder>>> StillAbleAsync<TOrder>(
        Guid userId, IReadOnlyList<ProviderChoice> choices, TOrder wanted, CancellationToken ct) where TOrder : IOrder
    {
        try
        {
            return await offers.OfAsync(userId, choices, wanted, ct);
        }
        catch (Refusal)
        {
            return [];
        }
    }

    private static GenerationRecord New<TOrder>(JobRun run, string intentKey, Offer<TOrder> first, TOrder wanted, OrderContext context) where TOrder : IOrder => new()
    {
        UserId = run.UserId, IntentKey = intentKey, Kind = TOrder.Kind, Provider = first.Choice.Provider, Model = (first as Offer<TOrder>.Elsewhere)?.Model.Name,
        Prompt = wanted.Prompt, Parameters = JsonSerializer.Serialize(wanted, JsonSerializerOptions.Web), ProjectId = context.ProjectId, SceneId = context.SceneId,
    };
}

/// <summary>What one run of a job is about.</summary>
/// <param name="Record">Tracked.</param>
internal sealed record Step<TOrder>(JobRun Run, GenerationRecord Record, TOrder Wanted) where TOrder : IOrder
{
    /// <summary>The file is there; who made it is written when it is kept. What was paid before for nothing stays a cost.</summary>
    public Generated Made(string provider, string? model, string path, Made made)
    {
        (Record.Provider, Record.Model, Record.Cost, Record.ProviderJobId) = (provider, model, Record.Cost + made.CostUsd, made.ProviderJobId);
        return new(Record, path, made);
    }
}

/// <summary>A provider, and what its steps need.</summary>
/// <param name="Title">Its name as people say it.</param>
internal sealed record At<TOrder>(IRemoteProvider<TOrder> Remote, string Title, RemoteCall Call) where TOrder : IOrder;

/// <summary>Tells a job's watchers what a maker says.</summary>
internal sealed class JobProgress(JobRun run) : IProgress<double>
{
    public void Report(double value) => run.Report(value);
}
