using Backlot.Generation.Keys;
using Backlot.Generation.Providers;
using Backlot.Jobs.Polls;
using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Generation.Orders;

/// <summary>Asks the providers about all orders that jobs are parked for, account by account, each with its user's own key.</summary>
internal sealed class OrderPoller(IServiceScopeFactory scopes, AllProviders providers, ProviderCatalog catalog, BlobStore blobs) : IPoller
{
    public const string Name = "provider";

    /// <summary>A key that is refused, or gone, may be put right.</summary>
    private static readonly TimeSpan WithoutKey = TimeSpan.FromMinutes(5);

    public string Provider => Name;

    /// <summary>A user's account at a provider.</summary>
    public static string AccountOf(Order order) => $"{order.Provider}/{TextEnum.Name(order.Kind)}/{order.UserId:N}";

    public async Task<IReadOnlyDictionary<string, PollAnswer>> PollAsync(string account, IReadOnlyList<string> providerJobIds, CancellationToken ct)
    {
        if (account.Split('/') is not [var provider, var kindName, var user])
            throw new ArgumentException("It is no account of an order.", nameof(account));
        var (kind, userId) = (TextEnum.Parse<GenerationKind>(kindName), Guid.Parse(user));
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<RowOwner>().UserId = userId;
        var db = scope.ServiceProvider.GetRequiredService<BacklotDb>();
        var orders = await db.Orders.AsNoTracking().Where(o => o.UserId == userId && o.Provider == provider && o.Kind == kind
            && o.State == OrderState.Accepted && o.ProviderJobId != null && providerJobIds.Contains(o.ProviderJobId)).ToListAsync(ct);
        if (providers.Remote(provider, kind) is not { } remote)
            return orders.ToDictionary(o => o.ProviderJobId ?? "", PollAnswer (_) => new PollAnswer.Working(WithoutKey));
        try
        {
            var key = await scope.ServiceProvider.GetRequiredService<KeyVault>().OpenAsync(userId, remote.KeyName, ct);
            var states = await remote.AskAllAsync([.. orders.Select(o => new RemoteJob(o.ProviderJobId ?? "",
                new(catalog.Find(provider, kind, o.Model), key, o.Handle, blobs.NewTempPath(), o.EstimateUsd, o.SentAt)))], ct);
            return states.ToDictionary(state => state.Key, state => AnswerOf(state.Key, state.Value, remote, providers.TitleOf(remote)));
        }
        catch (Exception e) when (e is Refusal or ProviderFailure { Class: FailureClass.Auth or FailureClass.Quota })
        {
            return orders.ToDictionary(o => o.ProviderJobId ?? "", PollAnswer (_) => new PollAnswer.Working(WithoutKey, Note: e.Message));
        }
    }

    private static PollAnswer AnswerOf(string id, RemoteState state, IRemoteProvider remote, string title) => RemoteAnswer.Of(id, state) is { } ended
        ? new PollAnswer.Ended(ended)
        : state switch
        {
            RemoteState.Running running => new PollAnswer.Working(running.AskAfter ?? remote.AskEvery, running.Progress, $"{title} works on it"),
            RemoteState.Queued queued => new PollAnswer.Working(queued.AskAfter ?? remote.AskEvery, Note: $"Waits its turn at {title}"),
            _ => new PollAnswer.Working(remote.AskEvery),
        };
}
