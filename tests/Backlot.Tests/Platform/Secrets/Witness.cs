using System.Collections.Concurrent;
using System.Text;
using Backlot.Tests.Support;
using Backlot.Tests.Support.OpenApi;

namespace Backlot.Tests.Platform.Secrets;

/// <summary>Keeps whatever the server answers.</summary>
internal sealed class AnswerWitness() : DelegatingHandler(new ContractHandler(cookies: null))
{
    public ConcurrentQueue<(string Request, bool IsProblem, string Text)> Answers { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var reply = await base.SendAsync(request, cancellationToken);
        await reply.Content.LoadIntoBufferAsync(cancellationToken);
        var text = reply.Content.Headers.ContentType?.MediaType is { } type && (type.Contains("json", StringComparison.Ordinal) || type.StartsWith("text/", StringComparison.Ordinal))
            ? await reply.Content.ReadAsStringAsync(cancellationToken)
            : "";
        Answers.Enqueue(($"{request.Method} {request.RequestUri?.AbsolutePath}",
            reply.Content.Headers.ContentType?.MediaType == "application/problem+json", $"{(int)reply.StatusCode} {reply.Headers} {text}"));
        return reply;
    }
}

/// <summary>Looks again and again at the command lines and environments of all programs that this process started, and
/// those that they started.</summary>
internal sealed class ChildWitness : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, byte> _seen = new();
    private readonly Task _looking;

    public ChildWitness() => _looking = Task.Run(LookAsync);

    public IEnumerable<string> Seen => _seen.Keys;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _looking;
        _stop.Dispose();
    }

    private async Task LookAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var parents = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _))
                .ToDictionary(pid => pid!, pid => ParentOf(pid!));
            foreach (var pid in parents.Keys.Where(pid => IsOurs(pid, parents)))
                _seen.TryAdd($"{Text(pid, "cmdline")}\n{Text(pid, "environ")}", 0);
            await Task.Delay(100).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static bool IsOurs(string pid, Dictionary<string, string> parents)
    {
        for (var at = parents.GetValueOrDefault(pid, ""); at.Length > 0; at = parents.GetValueOrDefault(at, ""))
            if (at == $"{Environment.ProcessId}")
                return true;
        return false;
    }

    private static string ParentOf(string pid) =>
        Text(pid, "status").Split('\n').FirstOrDefault(line => line.StartsWith("PPid:", StringComparison.Ordinal))?["PPid:".Length..].Trim() ?? "";

    private static string Text(string pid, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/{file}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
