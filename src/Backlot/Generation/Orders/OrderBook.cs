using System.Linq.Expressions;
using System.Text.Json;
using Backlot.Accounts.Credits;
using Backlot.Generation.Providers;
using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Generation.Orders;

/// <summary>The rows of orders and how they change. What is wanted is written under the job's lease; what a provider said is a fact, and
/// is written whoever runs the job by now.</summary>
internal sealed class OrderBook(BacklotDb db, TimeProvider time)
{
    /// <summary>The one that may have been paid for, or is to be; null when there is none.</summary>
    public Task<Order?> OpenAsync(Guid generationId, CancellationToken ct) =>
        db.Orders.AsNoTracking().SingleOrDefaultAsync(o => o.GenerationId == generationId && o.State != OrderState.Failed, ct);

    /// <summary>Those that failed in this try of the whole, in their order.</summary>
    public Task<List<Order>> FailedAsync(Guid generationId, CancellationToken ct) => db.Orders.AsNoTracking()
        .Where(o => o.GenerationId == generationId && o.State == OrderState.Failed && !o.IsPast).OrderBy(o => o.Id).ToListAsync(ct);

    /// <summary>The intent is on disk, and the most that it may cost set aside, before any provider hears of it.</summary>
    /// <returns>Null: another job is at it.</returns>
    /// <exception cref="Refusal">402: too few credits.</exception>
    public async Task<GenerationRecord?> IntendAsync(JobRun run, GenerationRecord wanted, decimal mostUsd, CancellationToken ct)
    {
        GenerationRecord? record = null;
        await run.WriteAsync(db, async token =>
        {
            record = await db.Generations.SingleOrDefaultAsync(g => g.IntentKey == wanted.IntentKey, token);
            if (record is { Status: GenerationStatus.Processing, JobId: { } other } && other != run.Id
                && await db.Jobs.AnyAsync(j => j.Id == other && j.CompletedAt == null, token))
            {
                record = null;
                return;
            }
            if (record is null)
                db.Generations.Add(record = wanted);
            else if (record.Status is GenerationStatus.Failed or GenerationStatus.Cancelled)
                await ReviveAsync(record.Id, token);
            (record.Status, record.JobId, record.CompletedAt, record.ErrorMessage) = (GenerationStatus.Processing, run.Id, null, null);
            await db.SaveChangesAsync(token);
            if (CreditLedger.CreditsFor(mostUsd) is > 0 and var credits)
                await db.ReserveCreditsAsync(run.UserId, record.Id, credits, record.IntentKey, token);
        }, ct);
        return record;
    }

    /// <summary>To be committed before the request is made.</summary>
    /// <exception cref="Refusal">402 <c>budget.used-up</c>: it would cost more than is left of the project's budget.</exception>
    public async Task<Order> BeginAsync(JobRun run, GenerationRecord record, CatalogModel model, decimal estimateUsd, OrderContext context, CancellationToken ct)
    {
        var order = new Order
        {
            UserId = run.UserId, GenerationId = record.Id, Kind = record.Kind, Provider = model.Provider, Model = model.Name, EstimateUsd = estimateUsd,
            SentAt = time.GetUtcNow(),
        };
        await run.WriteAsync(db, async token =>
        {
            await ProjectBudget.DemandAsync(db, run.UserId, context, estimateUsd, token);
            db.Orders.Add(order);
            Count(record);
        }, ct);
        db.Entry(order).State = EntityState.Detached;
        return order;
    }

    /// <summary>As <see cref="BeginAsync"/>, of one that rested.</summary>
    /// <returns>As it is then.</returns>
    public async Task<Order> AgainAsync(JobRun run, GenerationRecord record, Order order, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await run.WriteAsync(db, async token =>
        {
            await Where(order, OrderState.Resting).ExecuteUpdateAsync(o => o.SetProperty(x => x.State, OrderState.Sending)
                .SetProperty(x => x.Sends, x => x.Sends + 1).SetProperty(x => x.SentAt, now).SetProperty(x => x.RetryAt, (DateTimeOffset?)null)
                .SetProperty(x => x.FailureClass, (FailureClass?)null).SetProperty(x => x.Reason, (string?)null), token);
            Count(record);
        }, ct);
        return await db.Orders.AsNoTracking().SingleAsync(o => o.Id == order.Id, ct);
    }

    /// <summary>The provider has said what it calls it. Not even a server that stops leaves this unwritten.</summary>
    public Task AcceptAsync(Order order, string providerJobId, decimal? costUsd = null) => db.Orders
        .Where(o => o.Id == order.Id && o.ProviderJobId == null && (o.State == OrderState.Sending || o.State == OrderState.Resting || o.State == OrderState.Lost))
        .ExecuteUpdateAsync(o => o.SetProperty(x => x.State, OrderState.Accepted).SetProperty(x => x.RetryAt, (DateTimeOffset?)null).SetProperty(x => x.ProviderJobId, providerJobId).SetProperty(x => x.Tries, 0)
            .SetProperty(x => x.EstimateUsd, x => costUsd ?? x.EstimateUsd)
            .SetProperty(x => x.EndedAt, (DateTimeOffset?)null).SetProperty(x => x.FailureClass, (FailureClass?)null).SetProperty(x => x.Reason, (string?)null),
            CancellationToken.None);

    /// <summary>Accepts the first of those that were found which no other order has: of two that look at the same time each takes its own.</summary>
    /// <param name="found">Ids at the provider.</param>
    /// <returns>Null: there is none left.</returns>
    public Task<string?> TakeFoundAsync(Order order, IReadOnlyList<string> found, CancellationToken ct) => db.InTransactionAsync(async () =>
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({$"found/{order.Provider}/{order.UserId}"}, 0))", ct);
        var others = await db.Orders.Where(o => o.Provider == order.Provider && o.Id != order.Id && o.ProviderJobId != null && found.Contains(o.ProviderJobId))
            .Select(o => o.ProviderJobId).ToListAsync(ct);
        var own = found.FirstOrDefault(id => !others.Contains(id));
        if (own is not null)
            await AcceptAsync(order, own);
        return own;
    }, ct);

    public Task RestAsync(Order order, TimeSpan rest, ProviderFailure failure)
    {
        var at = time.GetUtcNow() + rest;
        // What never left this machine is not there either.
        FailureClass? mayBeTaken = failure.WasSent ? failure.Class : null;
        return Where(order, OrderState.Sending).ExecuteUpdateAsync(o => o.SetProperty(x => x.State, OrderState.Resting)
            .SetProperty(x => x.RetryAt, at).SetProperty(x => x.FailureClass, mayBeTaken).SetProperty(x => x.Reason, failure.Message), CancellationToken.None);
    }

    /// <summary>A step came to nothing, and is to be taken again.</summary>
    public Task TriedAsync(Order order, string reason) => Where(order, order.State).ExecuteUpdateAsync(
        o => o.SetProperty(x => x.Tries, x => x.Tries + 1).SetProperty(x => x.Reason, reason), CancellationToken.None);

    /// <summary>It will not be made, and somebody else may be asked.</summary>
    /// <param name="isCharged">It was paid for all the same: what it took is a cost of the whole. Else nothing is paid.</param>
    public Task FailAsync(Order order, FailureClass failureClass, string reason, bool isCharged = false) => db.InTransactionAsync(async () =>
    {
        if (await EndAsync(order, OrderState.Failed, failureClass, reason) == 1 && isCharged)
            await db.Generations.Where(g => g.Id == order.GenerationId)
                .ExecuteUpdateAsync(g => g.SetProperty(x => x.Cost, x => x.Cost + order.EstimateUsd), CancellationToken.None);
    }, CancellationToken.None);

    /// <summary>It may have been paid for.</summary>
    public Task LoseAsync(Order order, FailureClass failureClass, string reason) => EndAsync(order, OrderState.Lost, failureClass, reason);

    /// <summary>Why a user's account there is left alone; null when it is not.</summary>
    public async Task<ProviderPause?> PauseOfAsync(string keyName, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return await db.ProviderPauses.AsNoTracking().SingleOrDefaultAsync(p => p.Provider == keyName && p.Until > now, ct);
    }

    public Task PauseAsync(Guid userId, string keyName, TimeSpan rest, string reason) => db.Database.ExecuteSqlRawAsync(
        SqlFile.Read("Generation/Sql/pause_provider.sql"), [userId, keyName, time.GetUtcNow() + rest, reason], CancellationToken.None);

    private Task<int> EndAsync(Order order, OrderState state, FailureClass failureClass, string reason)
    {
        var now = time.GetUtcNow();
        return Where(order, OrderState.Sending, OrderState.Resting, OrderState.Accepted).ExecuteUpdateAsync(o => o.SetProperty(x => x.State, state)
            .SetProperty(x => x.FailureClass, failureClass).SetProperty(x => x.Reason, reason).SetProperty(x => x.EndedAt, now)
            .SetProperty(x => x.RetryAt, (DateTimeOffset?)null), CancellationToken.None);
    }

    /// <summary>Somebody has the whole tried again: what failed may be ordered again, what is lost is only looked for once more.</summary>
    private async Task ReviveAsync(Guid generationId, CancellationToken ct)
    {
        await db.Orders.Where(o => o.GenerationId == generationId && o.State == OrderState.Failed)
            .ExecuteUpdateAsync(o => o.SetProperty(x => x.IsPast, true), ct);
        await LookedForAgainAsync(lost => lost.ProviderJobId == null, OrderState.Sending);
        await LookedForAgainAsync(lost => lost.ProviderJobId != null, OrderState.Accepted);

        Task<int> LookedForAgainAsync(Expression<Func<Order, bool>> which, OrderState state) => db.Orders
            .Where(o => o.GenerationId == generationId && o.State == OrderState.Lost).Where(which).ExecuteUpdateAsync(o => o
                .SetProperty(x => x.State, state).SetProperty(x => x.EndedAt, (DateTimeOffset?)null).SetProperty(x => x.Tries, 0), ct);
    }

    private IQueryable<Order> Where(Order order, params OrderState[] states) => db.Orders.Where(o => o.Id == order.Id && states.Contains(o.State));

    private static void Count(GenerationRecord record)
    {
        var calls = JsonDocument.Parse(record.Metadata).RootElement.TryGetProperty("calls", out var before) ? before.GetInt32() : 0;
        record.Metadata = JsonSerializer.Serialize(new { calls = calls + 1 });
    }
}
