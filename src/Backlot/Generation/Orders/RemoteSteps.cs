using Backlot.Generation.Providers;
using Backlot.Jobs;
using Backlot.Platform.Database;

namespace Backlot.Generation.Orders;

/// <summary>The steps of an order at one provider: sent once, looked for when its answer was lost, asked about, fetched.</summary>
internal sealed class RemoteSteps(OrderBook book, OrderPace pace, TimeProvider time)
{
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(1);

    /// <summary>Goes on from wherever an earlier run was cut off.</summary>
    /// <param name="isClosed">It may not be sent any more.</param>
    /// <param name="isLast">Nobody else could be asked instead.</param>
    /// <returns>Null: it failed, and somebody else may be asked.</returns>
    public async Task<OrderStep?> GoOnAsync<TOrder>(Step<TOrder> step, At<TOrder> at, Order order, bool isClosed, bool isLast, CancellationToken ct) where TOrder : IOrder
    {
        switch (order.State)
        {
            case OrderState.Resting when order.RetryAt - time.GetUtcNow() is { } rest && rest > TimeSpan.Zero:
                return new OrderStep.Waiting(new Outcome.Park(rest, $"Resting: {order.Reason}"));
            case OrderState.Resting:
                // An error of its server may have come after it had taken the order.
                if (order.FailureClass == FailureClass.Transient && at.Remote.CanFind && await TakenAsync(step, at, order, ct) is { } taken)
                    return taken;
                if (!isClosed)
                    return await SendAsync(step, at, await book.AgainAsync(step.Run, step.Record, order, ct), isLast, ct);
                await book.FailAsync(order, FailureClass.Invalid, order.Reason ?? "It was not sent again.");
                return null;
            case OrderState.Made when order.ProviderJobId is null:
                return new OrderStep.Failed("What was made of this was deleted since: order it anew.", FailureClass.Lost);
            case OrderState.Sending:
                return await LookAsync(step, at, order, ct);
            default:
                return await AskAsync(step, at, order, ct);
        }
    }

    /// <summary>The one paid request. Its row is on disk.</summary>
    /// <param name="isLast">Nobody else could be asked instead.</param>
    /// <returns>Null: it failed, and somebody else may be asked.</returns>
    public async Task<OrderStep?> SendAsync<TOrder>(Step<TOrder> step, At<TOrder> at, Order order, bool isLast, CancellationToken ct) where TOrder : IOrder
    {
        step.Run.Report(0.01, $"Ordering from {at.Title}");
        try
        {
            var sent = await AnsweredAsync(token => at.Remote.SendAsync(step.Wanted, at.Call, token), ct);
            if (sent is Sent.Finished finished)
                return new OrderStep.Ready(step.Made(order.Provider, order.Model, at.Call.TempPath, finished.Made));
            var (id, askAfter, costUsd) = (Sent.Accepted)sent;
            await DatabaseAway.OutlastAsync(() => book.AcceptAsync(order, id, costUsd));
            ct.ThrowIfCancellationRequested();
            return Wait(at, order, id, askAfter);
        }
        catch (ProviderFailure failure)
        {
            File.Delete(at.Call.TempPath);
            return await RefusedAsync(at, order, failure, mayRest: order.Sends < OrderPace.MostOf(failure.Class) && (isLast || !(failure.After > OrderPace.Impatient)));
        }
        catch
        {
            File.Delete(at.Call.TempPath);
            throw;
        }
    }

    private async Task<OrderStep?> RefusedAsync<TOrder>(
        At<TOrder> at, Order order, ProviderFailure failure, bool mayRest, bool isCharged = false) where TOrder : IOrder
    {
        switch (failure.Class)
        {
            case FailureClass.Rate or FailureClass.Transient when mayRest:
                var rest = pace.Rest(order.Sends, failure);
                await book.RestAsync(order, rest, failure);
                return new OrderStep.Waiting(new Outcome.Park(rest, $"Resting: {failure.Message}"));
            case FailureClass.Unknown when at.Remote.CanFind:
                await book.TriedAsync(order, failure.Message);
                return new OrderStep.Waiting(new Outcome.Park(pace.Rest(1), $"Looking for the order at {at.Title}"));
            case FailureClass.Unknown or FailureClass.Lost:
                return await LoseAsync(order, failure.Class, failure.Message);
            case FailureClass.Quota:
                await book.PauseAsync(order.UserId, at.Remote.KeyName, failure.After ?? OrderPace.Pause, failure.Message);
                break;
        }
        await book.FailAsync(order, failure.Class, failure.Message, isCharged);
        return failure.Class == FailureClass.Moderation ? new OrderStep.Failed(failure.Message, failure.Class) : null;
    }

    /// <summary>Looks for an order that was answered with an error, before it is sent again.</summary>
    /// <returns>Null: it is not there.</returns>
    private async Task<OrderStep?> TakenAsync<TOrder>(Step<TOrder> step, At<TOrder> at, Order order, CancellationToken ct) where TOrder : IOrder
    {
        try
        {
            return await FoundAsync(step, at, order, ct);
        }
        catch (ProviderFailure failure) when (failure.Class is FailureClass.Rate or FailureClass.Transient && order.Tries + 1 < OrderPace.MostLooks)
        {
            await book.TriedAsync(order, order.Reason ?? failure.Message);
            return new OrderStep.Waiting(new Outcome.Park(pace.Rest(order.Tries + 1, failure), $"Looking for the order at {at.Title}"));
        }
        catch (ProviderFailure)
        {
            return null;        // it cannot be asked there, as with those that have no such call
        }
    }

    /// <returns>Null: the provider has no such order, or all of them are others'.</returns>
    private async Task<OrderStep?> FoundAsync<TOrder>(Step<TOrder> step, At<TOrder> at, Order order, CancellationToken ct) where TOrder : IOrder
    {
        var found = await at.Remote.FindAsync(step.Wanted, at.Call, ct);
        return found.Count > 0 && await book.TakeFoundAsync(order, found, ct) is { } id ? Wait(at, order, id, TimeSpan.Zero) : null;
    }

    /// <summary>A request was begun, and its answer is not known: the server was killed, or nothing came back.</summary>
    private async Task<OrderStep> LookAsync<TOrder>(Step<TOrder> step, At<TOrder> at, Order order, CancellationToken ct) where TOrder : IOrder
    {
        var reason = order.Reason ?? $"The server stopped while this was being ordered from {at.Title}. It may have been ordered and paid for: "
            + "look at your account there, and order it anew if you want to pay again.";
        try
        {
            if (at.Remote.CanFind && await FoundAsync(step, at, order, ct) is { } there)
                return there;
            if (!at.Remote.CanFind || order.Tries + 1 >= OrderPace.MostLooks)
                return await LoseAsync(order, FailureClass.Unknown, reason);
            await book.TriedAsync(order, reason);
            return new OrderStep.Waiting(new Outcome.Park(pace.Rest(order.Tries + 2), $"Looking for the order at {at.Title}"));
        }
        catch (ProviderFailure failure)
        {
            return failure.Class is FailureClass.Rate or FailureClass.Transient && !IsLate(at, order)
                ? new OrderStep.Waiting(new Outcome.Park(failure.After ?? TimeSpan.FromSeconds(pace.MostSeconds), $"Looking for the order at {at.Title}"))
                : await LoseAsync(order, FailureClass.Unknown, reason);
        }
    }

    /// <returns>Null: it failed, and somebody else may be asked.</returns>
    private async Task<OrderStep?> AskAsync<TOrder>(Step<TOrder> step, At<TOrder> at, Order order, CancellationToken ct) where TOrder : IOrder
    {
        var id = order.ProviderJobId ?? throw new InvalidOperationException("It was accepted without an id.");
        try
        {
            // An address that could not be fetched from may have expired: a fresh one is asked for.
            var state = order.Tries == 0 && step.Run.Answer<RemoteAnswer>() is { } answer && answer.Id == id ? answer.State : await at.Remote.AskAsync(id, at.Call, ct);
            return state switch
            {
                RemoteState.Succeeded done => await FetchAsync(step, at, order, done, ct),
                RemoteState.Failed failed => await RefusedAsync(at, order, failed.Failure, mayRest: false, failed.IsCharged),
                RemoteState.Cancelled =>
                    await LoseAsync(order, FailureClass.Lost, $"It was cancelled at {at.Title}, which may have charged for it: order it anew if you want it."),
                _ when IsLate(at, order) => await LoseLateAsync(at, order),
                RemoteState.Running running => Wait(at, order, id, running.AskAfter),
                RemoteState.Queued queued => Wait(at, order, id, queued.AskAfter),
                _ => throw new InvalidOperationException($"A state of type {state.GetType().Name} has no next step."),
            };
        }
        catch (ProviderFailure failure) when (failure.Class is FailureClass.Invalid or FailureClass.Lost or FailureClass.Retired)
        {
            return await LoseAsync(order, FailureClass.Lost, $"{at.Title} does not know this order any more: {failure.Message}");
        }
        catch (ProviderFailure failure)
        {
            return IsLate(at, order) ? await LoseLateAsync(at, order) : Wait(at, order, id, failure.After ?? TimeSpan.FromSeconds(pace.MostSeconds));
        }
    }

    private async Task<OrderStep> FetchAsync<TOrder>(Step<TOrder> step, At<TOrder> at, Order order, RemoteState.Succeeded done, CancellationToken ct) where TOrder : IOrder
    {
        step.Run.Report(0.95, $"Fetching from {at.Title}");
        try
        {
            var made = await at.Remote.FetchAsync(done, at.Call, ct);
            return new OrderStep.Ready(step.Made(order.Provider, order.Model, at.Call.TempPath, made with { ProviderJobId = order.ProviderJobId }));
        }
        catch (ProviderFailure failure)
        {
            File.Delete(at.Call.TempPath);
            if (failure.Class == FailureClass.Lost || order.Tries + 1 >= OrderPace.MostFetches)
                return await LoseAsync(order, FailureClass.Lost, failure.Message);
            await book.TriedAsync(order, failure.Message);
            return new OrderStep.Waiting(new Outcome.Park(pace.Rest(order.Tries + 1, failure), failure.Message));
        }
        catch
        {
            File.Delete(at.Call.TempPath);
            throw;
        }
    }

    private Task<OrderStep.Failed> LoseLateAsync<TOrder>(At<TOrder> at, Order order) where TOrder : IOrder => LoseAsync(order, FailureClass.Lost,
        $"{at.Title} has not finished it within {Said(at.Remote.GiveUpAfter)} and may still charge for it: run the job again to ask once more.");

    private static string Said(TimeSpan span) => span < TimeSpan.FromHours(1) ? $"{span.TotalMinutes:0} minutes" : $"{span.TotalHours:0.#} hours";

    private async Task<OrderStep.Failed> LoseAsync(Order order, FailureClass failureClass, string reason)
    {
        await book.LoseAsync(order, failureClass, reason);
        return new(reason, failureClass);
    }

    private bool IsLate<TOrder>(At<TOrder> at, Order order) where TOrder : IOrder => time.GetUtcNow() - order.SentAt > at.Remote.GiveUpAfter;

    private OrderStep.Waiting Wait<TOrder>(At<TOrder> at, Order order, string providerJobId, TimeSpan? askAfter) where TOrder : IOrder
    {
        var left = order.SentAt + at.Remote.GiveUpAfter - time.GetUtcNow();
        return new(new Outcome.Await(OrderPoller.Name, OrderPoller.AccountOf(order), providerJobId, askAfter ?? at.Remote.AskEvery, left > Soonest ? left : Soonest));
    }

    /// <summary>A stopping server, or a job that is cancelled, still waits a while for the answer to what is paid for.</summary>
    private async Task<Sent> AnsweredAsync(Func<CancellationToken, Task<Sent>> send, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        using var patience = new CancellationTokenSource();
        await using var stopping = ct.Register(() => patience.CancelAfter(TimeSpan.FromSeconds(pace.GraceSeconds)));
        return await send(patience.Token);
    }
}
