using System.Globalization;
using Backlot.Platform;
using Backlot.Platform.Outbound;
using Backlot.Tests.Platform.Outbound;

namespace Backlot.Tests.Generation.Answers;

/// <summary>OpenAI and Gemini in this process: checks that each request is as the provider's documentation wants it, and replies what a
/// test scripts, the last reply again and again.</summary>
internal sealed class FakeAnswerer : IAsyncDisposable
{
    public const string Key = "sk-canary-1111222233334444-9f3a";
    private readonly CancellationTokenSource _end = new();
    private readonly LoopbackServer _server;
    private readonly List<AskedRequest> _requests = [];
    private AskedReply[] _script;

    public FakeAnswerer(params AskedReply[] script)
    {
        _script = script;
        _server = new(async (head, stream) =>
        {
            var request = new AskedRequest(head, []);
            var body = new byte[int.Parse(request.Header("Content-Length") ?? "0", CultureInfo.InvariantCulture)];
            await stream.ReadExactlyAsync(body);
            request = request with { Body = body };
            int n;
            AskedReply reply;
            lock (_requests)
            {
                n = _requests.Count;
                _requests.Add(request);
                reply = _script[Math.Min(n, _script.Length - 1)];
            }
            await Arrived(n);
            if ((request.Line.StartsWith("POST /v1beta/", StringComparison.Ordinal) ? GeminiDialect.Fault(request) : OpenAiDialect.Fault(request)) is { } wrong)
                reply = new(400, $$"""{"error": {"message": "The fake says: {{wrong}}"} }""");
            if (reply == AskedReply.Hang)
            {
                Hanging();
                await Task.Delay(Timeout.Infinite, _end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
            else if (reply != AskedReply.Reset)
                await stream.WriteAsync(reply.Bytes);
        });
    }

    /// <summary>Forgets its requests, and replies this from now on.</summary>
    public void Restart(params AskedReply[] script)
    {
        lock (_requests)
        {
            _requests.Clear();
            _script = script;
        }
    }

    /// <summary>Told the number of each request, from 0, before it is answered.</summary>
    public Func<int, Task> Arrived { get; set; } = _ => Task.CompletedTask;

    /// <summary>Told when it has fallen silent over a request.</summary>
    public Action Hanging { get; set; } = () => { };

    /// <summary>All requests so far.</summary>
    public IReadOnlyList<AskedRequest> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    public int Port => _server.Port;

    /// <summary>Leads both providers' addresses here.</summary>
    public Settings Lead(Settings given) => given with
    {
        OutboundAllow = AllowedTargets.Parse($"127.0.0.1:{Port}"),
        ProviderUrls = new Dictionary<string, string> { ["openai"] = $"http://127.0.0.1:{Port}/v1", ["gemini"] = $"http://127.0.0.1:{Port}" },
    };

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _server.DisposeAsync();
        _end.Dispose();
    }
}
