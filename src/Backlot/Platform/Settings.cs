using System.Collections.ObjectModel;
using System.Globalization;
using System.Net;
using Backlot.Platform.Http.RateLimits;
using Backlot.Platform.Outbound;

namespace Backlot.Platform;

/// <summary>Everything that can be set from outside, with its defaults. docs/settings.md lists the names.</summary>
public sealed record Settings
{
    /// <summary>One list, so that two settings by default are equal.</summary>
    private static readonly string[] BuiltInOnly = ["dummy"];

    /// <summary>Where the database, the blobs, caches and exports live; absolute.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Loopback port of the API and the page; 0 takes a free one. Default 7070.</summary>
    public int Port { get; init; } = 7070;

    /// <summary>Any PostgreSQL 14 or later, as a <c>postgres://</c> address or a Npgsql connection string. Null: the
    /// embedded cluster in the data folder.</summary>
    public string? DatabaseUrl { get; init; }

    /// <summary>Connections kept open. Default 2.</summary>
    public int PoolMin { get; init; } = 2;

    /// <summary>Connections at most, 2..1000. Default 20.</summary>
    public int PoolMax { get; init; } = 20;

    /// <summary>How the LISTEN connection and migrations reach the same database past a pooler such as PgBouncer, for which
    /// <see cref="DatabaseUrl"/> then stands. Null: <see cref="DatabaseUrl"/> is the database itself.</summary>
    public string? DatabaseDirectUrl { get; init; }

    /// <summary>How long a worker may be silent before its jobs are given to another, 1..3600. Default 10.</summary>
    public double LeaseSeconds { get; init; } = 10;

    /// <summary>Whether this process runs jobs. Default true; <c>serve --no-workers</c> only takes them in.</summary>
    public bool RunsJobs { get; init; } = true;

    /// <summary>The queues this process works on. Null: all that the program has jobs for.</summary>
    public IReadOnlyList<string>? WorkQueues { get; init; }

    /// <summary>Jobs at the same time in each queue, 1..1000. Null: one for renders, <see cref="GenerateSlots"/> for others.</summary>
    public int? Slots { get; init; }

    /// <summary>Jobs of all users that may be ready to run; more work is refused until some is done, 10..10,000,000. Default 100,000.</summary>
    public int QueueMost { get; init; } = 100_000;

    /// <summary>Jobs that make media at the same time. Default: the machine's cores.</summary>
    public int GenerateSlots { get; init; } = Environment.ProcessorCount;

    /// <summary>How long ended jobs are kept, in days, 1..3650. Default 7.</summary>
    public double HistoryDays { get; init; } = 7;

    /// <summary>Longest silence of a running ffmpeg before it is ended, in seconds. Default 60.</summary>
    public double StallSeconds { get; init; } = 60;

    /// <summary>Cached units and sound kept for later renders, in bytes. Default 20 GiB.</summary>
    public long RenderCacheBytes { get; init; } = 20L << 30;

    /// <summary>Folders, absolute, whose files may be brought in, with what lies in them. Default: none, and then admins may name
    /// any folder that the server can read, and members none.</summary>
    public IReadOnlyList<string> IngestRoots { get; init; } = [];

    /// <summary>The largest file that is brought in, by whatever door, in bytes. Default 100 GiB.</summary>
    public long IngestMostBytes { get; init; } = 100L << 30;

    /// <summary>How long an upload that gets no more bytes is kept, in hours, 0.01..8760. Default 24.</summary>
    public double UploadHours { get; init; } = 24;

    /// <summary>How long the bytes of a deleted asset are kept, in hours, so that a backup's rows find their files, 0..8760. Default 24.</summary>
    public double DeletedBlobHours { get; init; } = 24;

    /// <summary>What may be called beside the public internet's ports 80 and 443. Default: nothing.</summary>
    public AllowedTargets OutboundAllow { get; init; } = AllowedTargets.None;

    /// <summary>How people reach this server from elsewhere, through a proxy: scheme, host and port. Links begin with it
    /// and requests may name its host. Null: only this machine reaches it.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed. Default: nobody's, and the loopback
    /// addresses' where there is a <see cref="PublicUrl"/>, because its proxy then runs on this machine.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>A session that is not used for so long is over, 1..8760 hours. Default 168, a week.</summary>
    public double SessionIdleHours { get; init; } = 168;

    /// <summary>A session is over after so long, used or not, 1..8760 hours. Default 720, thirty days.</summary>
    public double SessionHours { get; init; } = 720;

    /// <summary>Where providers are called, if not at their usual address: a gateway, say. By a provider's name. Default: none.</summary>
    public IReadOnlyDictionary<string, string> ProviderUrls { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>A JSON file that changes our list of providers' models: see docs/providers.md. Null: the list as it is.</summary>
    public string? ProvidersFile { get; init; }

    /// <summary>Who shoots video when an order names nobody, in turn, as <c>runway/gen4.5</c>. Default: <c>dummy</c>, which is built in.</summary>
    public IReadOnlyList<string> VideoProviders { get; init; } = BuiltInOnly;

    /// <summary>Who writes enhanced prompts when an order names nobody, in turn: <c>openai</c>, <c>gemini</c>; at last always <c>dummy</c>, which is
    /// built in. Default: that alone.</summary>
    public IReadOnlyList<string> TextProviders { get; init; } = BuiltInOnly;

    /// <summary>Which model of a provider looks, listens and writes, and what it takes: by <c>openai.pictures</c>, <c>openai.sound</c>,
    /// <c>openai.text</c>, <c>gemini.pictures</c>, <c>gemini.sound</c>, <c>gemini.text</c>. Default: those of docs/settings.md.</summary>
    public IReadOnlyDictionary<string, string> AnalysisModels { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Who makes pictures and texts into vectors, as <c>address#model</c>. Null: our own descriptor of pictures, and no texts.</summary>
    public string? Embedder { get; init; }

    /// <summary>What that one asks for, sent as a bearer token. Null: nothing.</summary>
    public string? EmbedderKey { get; init; }

    /// <summary>A Redis for the exact cache, as <c>redis://user:password@host:6379/0</c>. Null: PostgreSQL keeps it.</summary>
    public string? RedisUrl { get; init; }

    /// <summary>The host of an index of Pinecone for the semantic cache, and its key. Null: pgvector does it.</summary>
    public string? PineconeHost { get; init; }
    public string? PineconeApiKey { get; init; }

    /// <summary>What each subscription tier may use.</summary>
    public Tiers Tiers { get; init; } = Tiers.Usual;

    /// <summary>How many requests of each kind one may make in a while.</summary>
    public RateLimitSettings RateLimits { get; init; } = RateLimitSettings.Default;

    /// <summary>Reads the settings that are given as environment variables.</summary>
    /// <exception cref="StartFailed">A value is not of its kind or out of its range.</exception>
    public static Settings FromEnvironment(string? dataFolder = null, int? port = null, Func<string, string?>? read = null)
    {
        read ??= Environment.GetEnvironmentVariable;
        var defaults = new Settings { DataFolder = Path.GetFullPath(Given(dataFolder) ?? Given(read("BACKLOT_DATA")) ?? DefaultDataFolder()) };
        if (port is < 0 or > 65535)
            throw new StartFailed($"There is no port {port}: choose one from 1 to 65535 with --port N, or 0 for a free one.");
        var publicUrl = Url(read, "BACKLOT_PUBLIC_URL");
        return defaults with
        {
            Port = port ?? (int)Whole(read, "BACKLOT_PORT", defaults.Port, 0, 65535),
            DatabaseUrl = Given(read("DATABASE_URL")),
            DatabaseDirectUrl = Given(read("DATABASE_DIRECT_URL")),
            PoolMin = (int)Whole(read, "BACKLOT_DB_POOL_MIN", defaults.PoolMin, 0, 1000),
            PoolMax = (int)Whole(read, "BACKLOT_DB_POOL_MAX", defaults.PoolMax, 2, 1000),
            LeaseSeconds = Number(read, "BACKLOT_LEASE_SECONDS", defaults.LeaseSeconds, 1, 3600),
            QueueMost = (int)Whole(read, "BACKLOT_QUEUE_MOST", defaults.QueueMost, 10, 10_000_000),
            GenerateSlots = (int)Whole(read, "BACKLOT_GENERATE_SLOTS", defaults.GenerateSlots, 1, 256),
            HistoryDays = Number(read, "BACKLOT_HISTORY_DAYS", defaults.HistoryDays, 1, 3650),
            StallSeconds = Number(read, "BACKLOT_STALL_SECONDS", defaults.StallSeconds, 1, 86400),
            IngestRoots = Folders(read, "BACKLOT_INGEST_ROOTS"),
            IngestMostBytes = (long)Whole(read, "BACKLOT_INGEST_MOST_BYTES", defaults.IngestMostBytes, 1, 1e15),
            UploadHours = Number(read, "BACKLOT_UPLOAD_HOURS", defaults.UploadHours, 0.01, 8760),
            DeletedBlobHours = Number(read, "BACKLOT_DELETED_BLOB_HOURS", defaults.DeletedBlobHours, 0, 8760),
            OutboundAllow = AllowedTargets.Parse(read("BACKLOT_OUTBOUND_ALLOW")),
            PublicUrl = publicUrl,
            TrustedProxies = Networks(read, "BACKLOT_TRUSTED_PROXIES") ?? (publicUrl is null ? [] : Loopback),
            SessionIdleHours = Number(read, "BACKLOT_SESSION_IDLE_HOURS", defaults.SessionIdleHours, 1, 8760),
            SessionHours = Number(read, "BACKLOT_SESSION_HOURS", defaults.SessionHours, 1, 8760),
            ProviderUrls = Pairs(read, "BACKLOT_PROVIDER_URLS", "openai=https://gateway.example/v1"),
            VideoProviders = List(read, "BACKLOT_VIDEO_PROVIDERS") ?? defaults.VideoProviders,
            TextProviders = List(read, "BACKLOT_TEXT_PROVIDERS") ?? defaults.TextProviders,
            ProvidersFile = Given(read("BACKLOT_PROVIDERS")),
            AnalysisModels = Pairs(read, "BACKLOT_ANALYSIS_MODELS", "openai.pictures=gpt-5.6-luna@0.20/1.20"),
            Embedder = Given(read("BACKLOT_EMBEDDER")),
            EmbedderKey = Given(read("BACKLOT_EMBEDDER_KEY")),
            RedisUrl = Given(read("REDIS_URL")),
            PineconeHost = Given(read("PINECONE_HOST")),
            PineconeApiKey = Given(read("PINECONE_API_KEY")),
            Tiers = Given(read("BACKLOT_TIERS_FILE")) is { } tiers ? Tiers.Read(tiers) : Tiers.Usual,
            RateLimits = RateLimitSettings.Parse(read("BACKLOT_RATE_LIMITS")),
            RenderCacheBytes = (long)Whole(read, "BACKLOT_RENDER_CACHE_BYTES", defaults.RenderCacheBytes, 0, 1e18),
        };
    }

    private static readonly IReadOnlyList<IPNetwork> Loopback = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")];

    /// <summary>Root has no home that the <c>postgres</c> user may enter, so its data goes where services keep theirs.</summary>
    private static string DefaultDataFolder() => Environment.IsPrivilegedProcess
        ? "/var/lib/backlot"
        : Path.Combine(Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } home
            ? home
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local/share"), "backlot");

    /// <summary>What is set to nothing is not set.</summary>
    private static string? Given(string? text) => text is { Length: > 0 } ? text : null;

    /// <returns>Null where nothing is set.</returns>
    private static string[]? List(Func<string, string?> read, string name) =>
        Given(read(name))?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } list ? list : null;

    private static string[] Folders(Func<string, string?> read, string name) => [.. (Given(read(name)) ?? "")
        .Split(':', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(folder => Path.IsPathFullyQualified(folder)
            ? Path.GetFullPath(folder)
            : throw new StartFailed($"{name} has '{folder}': write absolute folders, parted by colons, as in /footage:/mnt/archive."))];

    private static Uri? Url(Func<string, string?> read, string name)
    {
        if (Given(read(name)) is not { } text)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.PathAndQuery == "/"
            && url.UserInfo is "" && url.Fragment is ""
            ? url
            : throw new StartFailed($"{name} is '{text}': write scheme, host and port only, as in https://backlot.example.org, or leave it unset.");
    }

    private static List<IPNetwork>? Networks(Func<string, string?> read, string name) => Given(read(name))?.Split(',').Select(text =>
        IPNetwork.TryParse(text.Trim(), out var network) ? network
        : IPAddress.TryParse(text.Trim(), out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : throw new StartFailed($"{name} has '{text.Trim()}', which is no address: write addresses or networks such as 10.0.0.0/8, with commas between them."))
        .ToList();

    /// <summary><c>name=value</c>, parted by commas.</summary>
    private static IReadOnlyDictionary<string, string> Pairs(Func<string, string?> read, string name, string example)
    {
        if (read(name) is not { Length: > 0 } text)
            return ReadOnlyDictionary<string, string>.Empty;
        var pairs = new Dictionary<string, string>();
        foreach (var pair in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            if (pair.Split('=', 2) is not [{ Length: > 0 } key, { Length: > 0 } value] || !pairs.TryAdd(key, value))
                throw new StartFailed($"{name} cannot be read at '{pair}': write it as {example}, parted by commas, each name once.");
        return pairs;
    }

    private static double Whole(Func<string, string?> read, string name, double fallback, double min, double max) =>
        Number(read, name, fallback, min, max, whole: true);

    private static double Number(
        Func<string, string?> read, string name, double fallback, double min, double max, bool whole = false)
    {
        if (read(name) is not { Length: > 0 } text)
            return fallback;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max && (!whole || double.IsInteger(value))
            ? value
            : throw new StartFailed(string.Create(CultureInfo.InvariantCulture,
                $"{name} is '{text}': set it to a {(whole ? "whole number" : "number")} from {min} to {max}, or leave it unset for {fallback}."));
    }
}
