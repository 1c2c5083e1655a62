using System.Text.Json;
using System.Text.Json.Nodes;
using Backlot.Generation.Answers;
using Backlot.Generation.Caches;
using Backlot.Generation.Keys;
using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Generation.Providers.OpenAi;

/// <summary>Vectors of prompts by OpenAI, for users who have a key of theirs. Prompts of one user that come within a few milliseconds go
/// in one request; what was made lately is remembered; what it took is one row a day among the user's costs.</summary>
internal sealed class OpenAiPromptEmbedder(IServiceScopeFactory scopes, ProviderHttp http, ProviderCatalog catalog, TimeProvider time) : IPromptEmbedder
{
    private const string Provider = "openai";
    private const int MostPrompts = 64, MostRemembered = 2000;

    /// <summary>A provider that failed is left alone for so long; the built-in vectors serve meanwhile.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    /// <summary>Whether there is a key by now is looked up so often, and not for each prompt.</summary>
    private static readonly TimeSpan WithoutKey = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(8), Deadline = TimeSpan.FromSeconds(10);
    private static readonly ProviderApi Api = new(Provider);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Batch> _open = [];
    private readonly Dictionary<Guid, DateTimeOffset> _resting = [];
    private readonly Dictionary<string, float[]> _remembered = [];
    private readonly Queue<string> _order = [];

    public string Name => $"{Provider} {Model?.Name}";

    private CatalogModel? Model => catalog.Of(Provider, GenerationKind.Embedding).FirstOrDefault(model => !model.IsRetired(catalog.Today));

    public async ValueTask<bool> ServesAsync(Guid userId, CancellationToken ct)
    {
        lock (_gate)
            if (Model is null || (_resting.TryGetValue(userId, out var until) && until > time.GetUtcNow()))
                return false;
        await using var scope = ScopeOf(userId);
        var hasKey = await scope.ServiceProvider.GetRequiredService<BacklotDb>().UserApiKeys.AnyAsync(k => k.UserId == userId && k.Provider == Provider && k.IsActive, ct);
        if (!hasKey)
            lock (_gate)
                _resting[userId] = time.GetUtcNow() + WithoutKey;
        return hasKey;
    }

    public async Task<float[]> EmbedAsync(Guid userId, string prompt, CancellationToken ct)
    {
        Batch batch;
        int place;
        lock (_gate)
        {
            if (_remembered.TryGetValue(prompt, out var known))
                return known;
            if (!_open.TryGetValue(userId, out var open) || open.Prompts.Count == MostPrompts)
            {
                _open[userId] = open = new();
                _ = MakeAsync(userId, open);
            }
            (batch, place) = (open, open.Prompts.Count);
            batch.Prompts.Add(prompt);
        }
        return (await batch.Made.Task.WaitAsync(ct))[place];
    }

    /// <summary>Whoever asks may leave: the request is made for all.</summary>
    private async Task MakeAsync(Guid userId, Batch batch)
    {
        await Task.Delay(Gathering, time);
        lock (_gate)
            if (_open.GetValueOrDefault(userId) == batch)
                _open.Remove(userId);
        try
        {
            var vectors = await AskAsync(userId, batch.Prompts);
            lock (_gate)
                foreach (var (prompt, vector) in batch.Prompts.Zip(vectors))
                    Remember(prompt, vector);
            batch.Made.SetResult(vectors);
        }
        catch (Exception failure)
        {
            lock (_gate)
                _resting[userId] = time.GetUtcNow() + Rest;
            batch.Made.SetException(failure is ProviderFailure ? new Refusal(502, "provider.failed", failure.Message) : failure);
        }
    }

    private async Task<float[][]> AskAsync(Guid userId, List<string> prompts)
    {
        var model = Model ?? throw new Refusal(422, "provider.unknown", "OpenAI has no model for this here.");
        await using var scope = ScopeOf(userId);
        var key = await scope.ServiceProvider.GetRequiredService<KeyVault>().OpenAsync(userId, Provider, CancellationToken.None);
        var body = new JsonObject
        {
            ["model"] = model.Name, ["input"] = new JsonArray([.. prompts.Select(prompt => JsonValue.Create(prompt))]),
            ["dimensions"] = IPromptEmbedder.Dimensions, ["encoding_format"] = "float",
        };
        var reply = await http.SendAsync(Api, key, new(HttpMethod.Post, "/embeddings") { Body = () => JsonBody.Of(body), Deadline = Deadline }, CancellationToken.None);
        await BillAsync(scope.ServiceProvider.GetRequiredService<BacklotDb>(), userId, model, reply.Json.CountAt("usage", "prompt_tokens"));
        return Read(reply.Json, prompts.Count) ?? throw new ProviderFailure(
            FailureClass.Transient, Faults.Sentence(http.ProviderOf(Api), FailureClass.Transient, "answered with what are no vectors of that length"));
    }

    private Task<int> BillAsync(BacklotDb db, Guid userId, CatalogModel model, int tokens) => db.Database.ExecuteSqlRawAsync(SqlFile.Read("Generation/Sql/bill_embeddings.sql"),
        [userId, $"embedding/{Provider}/{model.Name}/{catalog.Today:yyyy-MM-dd}", model.Name, (long)tokens, model.UsdPer(PriceUnit.MillionInputTokens)], CancellationToken.None);

    /// <returns>In the order of the prompts, each of the length 1; null when one is missing or of another size.</returns>
    private static float[][]? Read(JsonElement answer, int count)
    {
        var vectors = new float[count][];
        foreach (var item in answer.ListAt("data"))
        {
            float[] vector = [.. item.ListAt("embedding").Select(number => number.ValueKind == JsonValueKind.Number ? number.GetSingle() : float.NaN)];
            var length = MathF.Sqrt(vector.Sum(x => x * x));
            if (item.CountAt("index") is var index && index >= count || vector.Length != IPromptEmbedder.Dimensions || !float.IsFinite(length) || length == 0)
                return null;
            vectors[index] = [.. vector.Select(x => x / length)];
        }
        return Array.TrueForAll(vectors, vector => vector is not null) ? vectors : null;
    }

    private void Remember(string prompt, float[] vector)
    {
        if (!_remembered.TryAdd(prompt, vector))
            return;
        _order.Enqueue(prompt);
        if (_order.Count > MostRemembered)
            _remembered.Remove(_order.Dequeue());
    }

    private AsyncServiceScope ScopeOf(Guid userId)
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<RowOwner>().UserId = userId;
        return scope;
    }

    /// <summary>Prompts that go together.</summary>
    private sealed class Batch
    {
        public List<string> Prompts { get; } = [];
        public TaskCompletionSource<float[][]> Made { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
