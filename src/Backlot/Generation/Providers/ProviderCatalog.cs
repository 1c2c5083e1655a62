using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Backlot.Platform;

namespace Backlot.Generation.Providers;

/// <summary>Which models there are, what they cost and until when: our own list, changed entry by entry by the file that
/// <c>BACKLOT_PROVIDERS</c> names.</summary>
public sealed class ProviderCatalog
{
    private const string Own = "providers.json";

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly TimeProvider _time;

    /// <exception cref="StartFailed">The file cannot be read, or holds what is no model.</exception>
    public ProviderCatalog(Settings settings, TimeProvider time)
    {
        _time = time;
        All = Read(settings.ProvidersFile);
    }

    /// <summary>Those of a provider and kind in the order in which they are to be tried.</summary>
    public IReadOnlyList<CatalogModel> All { get; }

    public DateOnly Today => DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);

    public IEnumerable<CatalogModel> Of(string provider, GenerationKind kind) => All.Where(m => m.Provider == provider && m.Kind == kind);

    /// <summary>The model that a choice means.</summary>
    /// <exception cref="Refusal">422 <c>provider.unknown</c>, <c>model.unknown</c> or <c>model.retired</c>.</exception>
    public CatalogModel Demand(ProviderChoice choice, GenerationKind kind)
    {
        var models = Of(choice.Provider, kind).ToList();
        if (models.Count == 0)
            throw new Refusal(422, "provider.unknown", $"There is no provider '{Short(choice.Provider)}' for this here: GET /api/providers tells which there are.");
        if (choice.Model is null)
            return models.Find(m => !m.IsRetired(Today)) ?? throw Retired(models[0]);
        var model = models.Find(m => m.Name == choice.Model) ?? throw new Refusal(422, "model.unknown",
            $"{choice.Provider} has no model '{Short(choice.Model)}' here: choose {string.Join(", ", models.Where(m => !m.IsRetired(Today)).Select(m => m.Name))}.");
        return model.IsRetired(Today) ? throw Retired(model) : model;
    }

    /// <summary>A model that something was ordered of, whatever the catalog knows of it by now.</summary>
    public CatalogModel Find(string provider, GenerationKind kind, string name) =>
        Of(provider, kind).FirstOrDefault(m => m.Name == name) ?? new(provider, kind, name);

    /// <summary>What is said of a model that is no more.</summary>
    public static Refusal Retired(CatalogModel model) => new(422, "model.retired",
        $"{model} was retired on {model.RetiredOn:yyyy-MM-dd}: {(model.ReplacedBy is { } other ? $"take {other} instead" : "choose another provider")}.");

    private static string Short(string name) => name.Length <= 50 ? name : name[..50] + "…";

    private static List<CatalogModel> Read(string? path)
    {
        using var own = typeof(ProviderCatalog).Assembly.GetManifestResourceStream(Own) ?? throw new InvalidOperationException($"{Own} is not in the program.");
        var all = JsonNode.Parse(own, documentOptions: Lenient)?.AsObject() ?? throw new InvalidOperationException($"{Own} is empty.");
        if (path is null)
            return Models(all);
        try
        {
            Merge(all, JsonNode.Parse(File.ReadAllText(path), documentOptions: Lenient) as JsonObject ?? throw new JsonException("It is no JSON object."));
            return Models(all);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or ArgumentException)
        {
            throw new StartFailed($"The models in {path} cannot be read ({e.Message.TrimEnd('.')}): write them as docs/providers.md shows, or unset BACKLOT_PROVIDERS.", e);
        }
    }

    /// <summary>Objects are gone into, anything else is put in its place; null takes it away.</summary>
    private static void Merge(JsonObject into, JsonObject changes)
    {
        foreach (var (name, value) in changes.ToList())
            if (value is null)
                into.Remove(name);
            else if (into[name] is JsonObject inner && value is JsonObject change)
                Merge(inner, change);
            else
                into[name] = value.DeepClone();
    }

    private static List<CatalogModel> Models(JsonObject all) =>
    [
        .. from provider in all
        from kind in Entries(provider.Value, provider.Key)
        from model in Entries(kind.Value, $"{provider.Key}.{kind.Key}")
        select Model(provider.Key, kind.Key, model.Key, model.Value),
    ];

    private static JsonObject Entries(JsonNode? node, string place) => node as JsonObject ?? throw new JsonException($"{place} is no object");

    private static CatalogModel Model(string provider, string kindName, string name, JsonNode? node)
    {
        var place = $"{provider}.{kindName}.{name}";
        if (!Enum.TryParse<GenerationKind>(kindName, ignoreCase: true, out var kind) || !Enum.IsDefined(kind))
            throw new JsonException($"{place}: there is no kind {kindName}");
        var entry = Entry(node, place);
        if (entry.Price is [] || entry.Price.Any(p => p.Usd is < 0 or > 10_000))
            throw new JsonException($"{place} has no price, or one that is not from 0 to 10000 US dollars");
        return new(provider, kind, name)
        {
            Prices = entry.Price,
            IsPriceApproximate = entry.Approximate,
            Seconds = [.. (entry.Seconds ?? []).Order()],
            MinSeconds = entry.MinSeconds,
            MaxSeconds = entry.MaxSeconds,
            Sizes = entry.Sizes ?? [],
            PromptCharacters = entry.PromptCharacters,
            References = entry.References,
            NeedsImage = entry.NeedsImage,
            HasSound = entry.Sound,
            RetiredOn = entry.RetiredOn,
            ReplacedBy = entry.ReplacedBy,
        };
    }

    private static Given Entry(JsonNode? node, string place)
    {
        try
        {
            return node.Deserialize<Given>(Strict) ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new JsonException($"{place}: {e.Message}", e);
        }
    }

    /// <summary>A model as the file has it.</summary>
    private sealed record Given(
        IReadOnlyList<CatalogPrice> Price, bool Approximate = false, IReadOnlyList<double>? Seconds = null, double? MinSeconds = null,
        double? MaxSeconds = null, IReadOnlyList<string>? Sizes = null, int? PromptCharacters = null, int? References = null,
        bool NeedsImage = false, bool Sound = false, DateOnly? RetiredOn = null, string? ReplacedBy = null);
}
