using System.Globalization;
using System.Text.Json;
using Backlot.Platform;
using Backlot.Platform.Outbound;
using Backlot.Tests.Generation.Answers;
using Backlot.Tests.Platform.Outbound;

namespace Backlot.Tests.Generation.Fakes;

/// <summary>A provider of videos in this process: takes orders, works on them for one question, and hands them over; what goes wrong is
/// said for each order by its prompt.</summary>
internal abstract class VideoFake : IAsyncDisposable
{
    /// <summary>Whoever orders has this one.</summary>
    public const string Key = "video-canary-1111222233334444-9f3a";

    /// <summary>Where what was made lies: another host, that no key may reach.</summary>
    private const string MediaHost = "127.0.0.2";

    private readonly CancellationTokenSource _end = new();
    private readonly LoopbackServer _server, _media;
    private readonly Lock _gate = new();
    private readonly List<AskedRequest> _requests = [];
    private readonly List<string> _mediaHeads = [];
    private readonly Dictionary<(string Name, FakeStep Step), int> _seen = [];
    private readonly Dictionary<string, int> _paid = [];

    protected VideoFake()
    {
        _server = new((head, stream) => ServeAsync(head, stream, isMedia: false));
        _media = new((head, stream) => ServeAsync(head, stream, isMedia: true), MediaHost);
    }

    /// <summary>As users write it.</summary>
    public abstract string Name { get; }

    /// <summary>Its first model that is alive.</summary>
    public abstract string Model { get; }
    public virtual string KeyToStore => Key;

    /// <summary>What goes wrong, by the prompt.</summary>
    public Dictionary<string, FakeFault> Faults { get; } = [];

    /// <summary>The film that it hands over.</summary>
    public byte[] Film { get; init; } = "this is a film"u8.ToArray();

    /// <summary>Told of each request before it is answered.</summary>
    public Func<string, FakeStep, Task> Arrived { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Told when it has fallen silent over a request.</summary>
    public Action Hanging { get; set; } = () => { };
    public int Port => _server.Port;

    /// <summary>Its orders that were taken, by their numbers.</summary>
    protected List<FakeOrder> Orders { get; } = [];

    /// <summary>Requests to its API, so far.</summary>
    public IReadOnlyList<AskedRequest> Requests
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    /// <summary>Heads of the requests for media at the other host.</summary>
    public IReadOnlyList<string> MediaHeads
    {
        get
        {
            lock (_gate)
                return [.. _mediaHeads];
        }
    }

    /// <summary>How often an order was taken, and paid for.</summary>
    public int PaidFor(string name)
    {
        lock (_gate)
            return _paid.GetValueOrDefault(name);
    }

    /// <summary>Leads the provider's address here.</summary>
    public Settings Lead(Settings given) => given with
    {
        OutboundAllow = AllowedTargets.Parse($"127.0.0.1:{_server.Port},{MediaHost}:{_media.Port}"),
        ProviderUrls = new Dictionary<string, string>(given.ProviderUrls) { [Name] = Url },
    };

    public virtual string Url => $"http://127.0.0.1:{_server.Port}";
    public string Allow => $"127.0.0.1:{_server.Port},{MediaHost}:{_media.Port}";

    /// <summary>What a request is, and about which order.</summary>
    protected abstract (FakeStep Step, string Name) Read(AskedRequest request);

    /// <summary>The documented answer.</summary>
    protected abstract FakeReply Work(FakeStep step, AskedRequest request, string name);

    /// <summary>Whether it is called as its documentation wants it; null when it is.</summary>
    protected abstract string? WrongWith(AskedRequest request);

    protected string MediaUrl(FakeOrder order) => $"http://{MediaHost}:{_media.Port}/media/{order.Id}.mp4?signature={order.Asked}";

    protected FakeReply Handed => new(200, Film, "video/mp4");

    /// <summary>Takes it.</summary>
    protected FakeOrder Take(string name, string? handle = null)
    {
        var order = new FakeOrder($"task-{Orders.Count + 1}", name, handle);
        Orders.Add(order);
        _paid[name] = _paid.GetValueOrDefault(name) + 1;
        return order;
    }

    protected FakeOrder OrderOf(string id) => Orders.Single(order => order.Id == id);

    protected static string Text(string text) => JsonSerializer.Serialize(text);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _server.DisposeAsync();
        await _media.DisposeAsync();
        _end.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task ServeAsync(string head, Stream stream, bool isMedia)
    {
        var request = new AskedRequest(head, []);
        var body = new byte[int.Parse(request.Header("Content-Length") ?? "0", CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body);
        request = request with { Body = body };
        FakeStep step;
        string name;
        lock (_gate)
        {
            if (isMedia)
                _mediaHeads.Add(head);
            else
                _requests.Add(request);
            (step, name) = isMedia ? (FakeStep.Fetch, OrderOf(request.Line.Split('/', '.')[2]).Name) : Read(request);
        }
        await Arrived(name, step);
        FakeReply reply;
        lock (_gate)
            reply = ReplyTo(request, step, name, isMedia);
        if (reply == FakeReply.Hang)
        {
            Hanging();
            await Task.Delay(Timeout.Infinite, _end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
        else if (reply != FakeReply.Reset)
            await stream.WriteAsync(reply.Bytes);
    }

    private FakeReply ReplyTo(AskedRequest request, FakeStep step, string name, bool isMedia)
    {
        if (!isMedia && WrongWith(request) is { } wrong)
            return FakeReply.Json($$"""{"error": {{Text("The fake says: " + wrong)}}}""", 400);
        var count = _seen[(name, step)] = _seen.GetValueOrDefault((name, step)) + 1;
        var fault = Faults.GetValueOrDefault(name) is { } scripted && scripted.At == step && count <= scripted.Times ? scripted : null;
        if (fault is { AfterWork: false })
            return fault.Reply;
        var reply = isMedia ? Handed : Work(step, request, name);
        return fault?.Reply ?? reply;
    }
}

/// <summary>An order that was taken.</summary>
internal sealed class FakeOrder(string id, string name, string? handle)
{
    public string Id => id;
    public string Name => name;
    public string? Handle => handle;

    /// <summary>How often it was asked about.</summary>
    public int Asked { get; set; }
}
