using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Backlot.Benchmarks.Contract;

namespace Backlot.Benchmarks.Fuzz;

/// <summary>Sends requests to a server, one after another, and holds every answer against the document and against what may
/// never be. The same seed sends the same requests to a server that answers the same.</summary>
internal sealed class FuzzRun : IDisposable
{
    /// <summary>An operation that orders work succeeds so often at most.</summary>
    private const int MostOrders = 25;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FuzzTarget _target;
    private readonly ApiContract _contract;
    private readonly FuzzCheck _check;
    private readonly IdPool _pool = new();
    private readonly HttpClient _http;

    /// <param name="contract">Of the server.</param>
    public FuzzRun(FuzzTarget target, ApiContract contract)
    {
        (_target, _contract, _check) = (target, contract, new(contract));
        _http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false, RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        }) { BaseAddress = target.Server, Timeout = Patience };
    }

    /// <param name="requests">How many, beside those that were found to be trouble before.</param>
    /// <param name="only">Report just this one, and how it was answered; the ones before it are sent, for it may build on them.</param>
    /// <param name="tell">Told how far it is.</param>
    public async Task<FuzzReport> RunAsync(ulong seed, int requests, int? only, TimeProvider time, Action<string> tell, CancellationToken ct)
    {
        var (report, began, heap) = (new FuzzReport(seed), time.GetTimestamp(), GC.GetTotalMemory(forceFullCollection: true));
        await BeginAsync(report, ct);
        foreach (var found in FoundBefore.Read(_contract))
            await TryAsync(found, report, only, tell, ct);
        var next = new FuzzRequests(_contract, _pool, new(seed));
        for (var n = 1; n <= (only ?? requests); n++)
        {
            var request = next.Next(n);
            var status = await TryAsync(request, report, only, tell, ct);
            if (status is >= 200 and < 300)
                next.Succeeded.Add(request.Operation);
            if (status == 202 && report.SuccessesOf(request.Operation) > MostOrders)
                next.Sated.Add(request.Operation);
            if (n % 2000 == 0)
                tell($"{n} requests, {report.Findings.Count} findings");
        }
        await EndAsync(report, ct);
        (report.Took, report.GrownBytes) = (time.GetElapsedTime(began), GC.GetTotalMemory(forceFullCollection: true) - heap);
        return report;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Looks at all lists, and learns who the senders are: nobody may disable them or revoke their tokens.</summary>
    private async Task BeginAsync(FuzzReport report, CancellationToken ct)
    {
        foreach (var (whose, sha256) in _target.Blobs)
            _pool.Add(whose, IdPool.Blobs, sha256);
        foreach (var sender in (Sender[])[Sender.Owner, Sender.Other])
        {
            foreach (var kept in await IdsOfSelfAsync(sender, ct))
                _pool.Keep(kept);
        }
        foreach (var sender in (Sender[])[Sender.Owner, Sender.Other])
            foreach (var list in _contract.Operations.Where(o => o.Method == "GET" && !o.Path.Contains('{') && o.Id != "followEvents"))
                await TryAsync(new(0, list.Id, "GET", list.Path, null) { Sender = sender }, report, null, _ => { }, ct);
    }

    private async Task<List<string>> IdsOfSelfAsync(Sender sender, CancellationToken ct)
    {
        var ids = new List<string>();
        foreach (var path in (string[])["/api/me", "/api/tokens"])
        {
            var answer = await SendAsync(new(0, "(self)", "GET", path, null) { Sender = sender }, null, ct);
            if (answer.Status == 200 && JsonSerializer.Deserialize<JsonElement>(answer.Body) is var told)
                ids.AddRange((told.TryGetProperty("items", out var items) ? items.EnumerateArray().ToList() : [told])
                    .Select(one => one.GetProperty("id").GetString() ?? ""));
        }
        return ids;
    }

    private async Task<int> TryAsync(FuzzRequest request, FuzzReport report, int? only, Action<string> tell, CancellationToken ct)
    {
        var operation = _contract.Operations.FirstOrDefault(o => o.Id == request.Operation);
        ApiAnswer answer;
        List<string> faults;
        try
        {
            answer = await SendAsync(request, operation, ct);
            faults = _check.FaultsOf(request, PathOf(request), answer);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException || (broken is TaskCanceledException && !ct.IsCancellationRequested))
        {
            (answer, faults) = (new(0, new Dictionary<string, string>(), null), ["there was no answer: " + broken.Message]);
        }
        report.Count(request, answer.Status, answer.ProblemCode);
        var errors = _target.TakeErrors();
        if (errors.Count > 0 && faults.Count == 0)
            faults.Add("the server logged an error");
        if (only is null || only == request.Number)
            report.Findings.AddRange(faults.Take(1).Select(fault => new FuzzFinding(request, answer.Status, fault, Shown(answer), errors)));
        if (only == request.Number)
            tell($"{request.AsCommand()}\n{answer.Status} {Shown(answer)}");
        return answer.Status;
    }

    private async Task<ApiAnswer> SendAsync(FuzzRequest request, ApiOperation? operation, CancellationToken ct)
    {
        using var message = new HttpRequestMessage(new(request.Method), new Uri(_target.Server, request.Path));
        if (request.Body is not null)
        {
            message.Content = new ByteArrayContent(request.Body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }
        // Else a server that refuses it half-way may have gone before its answer is read.
        message.Headers.ExpectContinue = request.Body is { Length: > 500_000 };
        foreach (var (name, value) in request.Headers)
            message.Headers.TryAddWithoutValidation(name, value);
        if (request.Cookie is { } cookie)
        {
            message.Headers.TryAddWithoutValidation("Cookie", cookie);
            message.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
        }
        message.Headers.Authorization = request.Sender switch
        {
            Sender.Owner => new("Bearer", _target.Owner),
            Sender.Other => new("Bearer", _target.Other),
            Sender.Impostor => new("Bearer", "blt_" + new string('A', 49)),
            _ => null,
        };
        // Streams never end; only their beginning is looked at.
        using var reply = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, ct);
        var answer = await ApiAnswer.ReadAsync(reply, ct);
        if (answer.Headers.TryGetValue("Set-Cookie", out var set) && set.Split(';')[0] is var session && !session.EndsWith('='))
            IdPool.Put(_pool.Cookies, session);
        if (answer.Headers.TryGetValue("ETag", out var tag))
            IdPool.Put(_pool.ETags, tag);
        if (answer is { Status: >= 200 and < 300, MediaType: ApiAnswer.Json, Body: { } body } && operation is not null)
        {
            var told = JsonSerializer.Deserialize<JsonElement>(body);
            _pool.Learn(request.Sender, operation, told);
            LearnPassword(request, told);
        }
        if (answer.Status is >= 200 and < 300 && request.Method == "DELETE")
            _pool.Forget(Uri.UnescapeDataString(request.Path.Split('?')[0].Split('/')[^1]));
        return answer;
    }

    private void LearnPassword(FuzzRequest request, JsonElement told)
    {
        if (request is { Spoilt: null, Body: { } body } && told.TryGetProperty("email", out var email)
            && JsonSerializer.Deserialize<JsonElement>(body) is { ValueKind: JsonValueKind.Object } sent && sent.TryGetProperty("password", out var password))
            _pool.Passwords.Add((email.ToString(), password.ToString()));
    }

    /// <summary>After all that, it still serves.</summary>
    private async Task EndAsync(FuzzReport report, CancellationToken ct)
    {
        var ready = new FuzzRequest(0, "(at the end)", "GET", "/readyz", null);
        var answer = await SendAsync(ready, null, ct);
        if (answer.Status != 200)
            report.Findings.Add(new(ready, answer.Status, "the server does not serve any more", Shown(answer), _target.TakeErrors()));
    }

    private string PathOf(FuzzRequest request) => new Uri(_target.Server, request.Path).AbsolutePath;

    private static string Shown(ApiAnswer answer)
    {
        var text = answer.Body is { } body ? Encoding.UTF8.GetString(body) : answer.MediaType ?? "";
        return text.Length > 500 ? text[..500] + "…" : text;
    }
}
