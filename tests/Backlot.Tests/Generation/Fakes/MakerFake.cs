using System.Globalization;
using Backlot.Platform;
using Backlot.Platform.Outbound;
using Backlot.Tests.Generation.Answers;
using Backlot.Tests.Platform.Outbound;

namespace Backlot.Tests.Generation.Fakes;

/// <summary>A provider of pictures or music in this process, with a second host that hands over what was made. It checks that each request is
/// as the provider's documentation wants it, answers as that has it, and counts what it takes money for. Faults are used up one by one
/// before its own answers.</summary>
internal abstract class MakerFake : IAsyncDisposable
{
    public const string Key = "0c4e1f7a-canary-4d5e-8f90-1234567890ab", Secret = "canary-token-66f2b1c09d8e4a7b";

    private readonly CancellationTokenSource _end = new();
    private readonly LoopbackServer _api, _files;
    private readonly List<AskedRequest> _requests = [], _downloads = [];
    private readonly Dictionary<string, int> _asked = [];
    private int _orders;

    protected MakerFake(byte[] media, string mediaType)
    {
        (Media, MediaType) = (media, mediaType);
        _api = new((head, stream) => ServeAsync(head, stream, _requests, Answer));
        _files = new((head, stream) => ServeAsync(head, stream, _downloads, _ => HandOver()));
    }

    /// <summary>As users write it.</summary>
    public abstract string Name { get; }

    /// <summary>Used up one by one instead of its own answers.</summary>
    public Queue<MakerReply> OrderFaults { get; } = [];
    public Queue<MakerReply> StatusFaults { get; } = [];
    public Queue<MakerReply> FileFaults { get; } = [];

    /// <summary>What is asked about is ready when it is asked about for so many times.</summary>
    public int ReadyAfter { get; set; } = 2;

    /// <summary>Told of each request, to its files as well, when it is decided on and before it is answered.</summary>
    public Func<AskedRequest, Task> Arrived { get; set; } = _ => Task.CompletedTask;

    /// <summary>Told when it has fallen silent over a request.</summary>
    public Action Hanging { get; set; } = () => { };

    public byte[] Media { get; set; }
    public string MediaType { get; set; }

    /// <summary>Orders that it took and takes money for.</summary>
    public int Paid => Volatile.Read(ref _orders);

    /// <summary>All requests to its API so far.</summary>
    public IReadOnlyList<AskedRequest> Requests => Copy(_requests);

    /// <summary>All requests to the host of its files so far.</summary>
    public IReadOnlyList<AskedRequest> Downloads => Copy(_downloads);

    public int Port => _api.Port;

    /// <summary>The address of its API.</summary>
    public virtual string Url => $"http://127.0.0.1:{Port}";

    /// <summary>What has to be let through to it.</summary>
    public IReadOnlyList<string> Hosts => [$"127.0.0.1:{Port}", $"127.0.0.1:{_files.Port}"];

    public Settings Lead(Settings given) => given with
    {
        OutboundAllow = AllowedTargets.Parse(string.Join(',', Hosts)),
        ProviderUrls = new Dictionary<string, string> { [Name] = Url },
    };

    /// <summary>Forgets everything.</summary>
    public void Restart()
    {
        lock (_requests)
        {
            _requests.Clear();
            _downloads.Clear();
            _asked.Clear();
            OrderFaults.Clear();
            StatusFaults.Clear();
            FileFaults.Clear();
            Volatile.Write(ref _orders, 0);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _api.DisposeAsync();
        await _files.DisposeAsync();
        _end.Dispose();
    }

    protected abstract bool IsOrder(AskedRequest request);

    /// <summary>What is wrong with a request; null when nothing is.</summary>
    protected abstract string? Fault(AskedRequest request);

    /// <summary>The answer to a good order, the first being number 1.</summary>
    protected abstract MakerReply Taken(AskedRequest request, int number);

    /// <summary>How far a job is.</summary>
    /// <param name="times">How often it was asked about, this time among them.</param>
    protected virtual MakerReply State(AskedRequest request, int times) => MakerReply.Error(404, "{}");

    /// <summary>Where a file lies: at another host, with a signature of its own.</summary>
    protected string FileUrl(int version) => $"http://127.0.0.1:{_files.Port}/made.bin?signature=s{version}";

    private MakerReply Answer(AskedRequest request)
    {
        if (Fault(request) is { } wrong)
            return MakerReply.Error(400, $$"""{"error": "The fake says: {{wrong}}"}""");
        lock (_requests)
        {
            if (!IsOrder(request))
                return StatusFaults.TryDequeue(out var trouble) ? trouble : State(request, _asked[request.Line] = _asked.GetValueOrDefault(request.Line) + 1);
            var reply = OrderFaults.TryDequeue(out var fault) ? fault : Taken(request, _orders + 1);
            if (reply.IsTaken)
                _orders++;
            return reply;
        }
    }

    private MakerReply HandOver()
    {
        lock (_requests)
            return FileFaults.TryDequeue(out var fault) ? fault : new(200, Media, MediaType);
    }

    private async Task ServeAsync(string head, Stream stream, List<AskedRequest> seen, Func<AskedRequest, MakerReply> answer)
    {
        var request = new AskedRequest(head, []);
        var body = new byte[int.Parse(request.Header("Content-Length") ?? "0", CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body);
        request = request with { Body = body };
        lock (_requests)
            seen.Add(request);
        var reply = answer(request);
        await Arrived(request);
        if (reply == MakerReply.Hang)
        {
            Hanging();
            await Task.Delay(Timeout.Infinite, _end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
        else if (reply != MakerReply.Reset)
            await stream.WriteAsync(reply.Bytes);
    }

    private List<AskedRequest> Copy(List<AskedRequest> requests)
    {
        lock (_requests)
            return [.. requests];
    }
}
