using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Backlot.Tests.Support;

/// <summary>An open stream of <c>/api/events</c>, and the jobs it has told of.</summary>
internal sealed class ToldEvents : IAsyncDisposable
{
    private readonly HttpResponseMessage _reply;
    private readonly IAsyncEnumerator<SseItem<string>> _events;

    private ToldEvents(HttpResponseMessage reply, IAsyncEnumerator<SseItem<string>> events) => (_reply, _events) = (reply, events);

    public List<Guid> Seen { get; } = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="lastEventId">Where to go on; null: from now.</param>
    public static async Task<ToldEvents> OpenAsync(HttpClient http, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/events");
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        var reply = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
        Assert.Equal("text/event-stream", reply.Content.Headers.ContentType?.MediaType);
        return new(reply, SseParser.Create(await reply.Content.ReadAsStreamAsync(Ct)).EnumerateAsync(Ct).GetAsyncEnumerator(Ct));
    }

    public async Task<SseItem<string>> NextAsync()
    {
        Assert.True(await _events.MoveNextAsync());
        return _events.Current;
    }

    /// <returns>The event by which a job was told to have come to a status.</returns>
    public async Task<SseItem<string>> UntilAsync(Guid job, string status)
    {
        SseItem<string> last = default;
        await UntilAsync(job, (next, told) =>
        {
            last = next;
            return told.GetProperty("status").GetString() == status;
        });
        return last;
    }

    /// <param name="isLast">Given each event of the job, and its JSON.</param>
    public async Task UntilAsync(Guid job, Func<SseItem<string>, JsonElement, bool> isLast)
    {
        while (true)
        {
            var next = await NextAsync();
            if (next.EventType != "job")
                continue;
            var told = JsonSerializer.Deserialize<JsonElement>(next.Data);
            Seen.Add(told.GetProperty("id").GetGuid());
            if (Seen[^1] == job && isLast(next, told))
                return;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        _reply.Dispose();
    }
}
