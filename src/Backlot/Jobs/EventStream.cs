using System.ComponentModel;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Backlot.Jobs;

/// <summary>A kind of row whose changes are told to its owner.</summary>
/// <param name="Name">The event's type on the wire.</param>
/// <param name="Sql">Selects <c>changed_in</c> and the event's JSON of user <c>$1</c>, changed in transactions from
/// <c>$2</c> on and before <c>$3</c>, oldest first.</param>
public sealed record EventSource(string Name, string Sql);

/// <summary><c>GET /api/events</c>: what changes among the caller's jobs and albums, as server-sent events.</summary>
/// <remarks>Each event is the row as it is now, so a reader that comes back gets the latest state, not a history. The
/// place in the stream is a transaction number: rows are told only when every earlier transaction has ended, so none
/// that commits late is missed.</remarks>
internal static class EventStream
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2), Silence = TimeSpan.FromSeconds(15);

    public static void MapEventStream(this IEndpointRouteBuilder routes) => routes.MapGet("/api/events", Follow)
        .WithTags("Jobs").WithName("followEvents").WithSummary("Follow what changes, as server-sent events")
        .WithDescription("Each event is the row as it is now, of type job or video-job; its id is the place to go on from. Every 15 silent seconds brings a still-here.")
        .StaysOpen().Produces<string>(200, "text/event-stream").ProducesProblem(400).ProducesProblem(401).ProducesProblem(403);

    private static ServerSentEventsResult<string> Follow(HttpContext http,
        [FromHeader(Name = "Last-Event-ID"), Description("The id of the last event that was heard; leave it out to start from now.")] string? lastEventId,
        Caller caller, NpgsqlDataSource database, Notifications notifications, IEnumerable<EventSource> sources, IHostApplicationLifetime server)
    {
        ulong? from = lastEventId is null or "" ? null : ulong.TryParse(lastEventId, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new Refusal(400, "event-id.invalid", "Last-Event-ID is not one this server gave: leave it out to start from now.");
        var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, server.ApplicationStopping);
        http.Response.RegisterForDispose(stop);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(Events(database, notifications, [.. sources], caller.UserId, from, stop.Token));
    }

    private static async IAsyncEnumerable<SseItem<string>> Events(NpgsqlDataSource database, Notifications notifications,
        EventSource[] sources, Guid userId, ulong? from, [EnumeratorCancellation] CancellationToken ct)
    {
        using var listener = notifications.Listen();
        // Never past now: a place from another database, put back from a backup, say, would hear nothing for ever.
        var now = await HorizonAsync(database, ct);
        var cursor = Math.Min(from ?? now, now);
        yield return At(cursor, new SseItem<string>("{}", "hello"));
        var spoke = TimeProvider.System.GetTimestamp();
        while (!ct.IsCancellationRequested)
        {
            var horizon = await HorizonAsync(database, ct);
            foreach (var source in sources)
                foreach (var json in horizon > cursor ? await ChangedAsync(database, source, userId, cursor, horizon, ct) : [])
                {
                    // Still the old place: a reader that leaves now gets the rest of this round, too.
                    yield return At(cursor, new SseItem<string>(json, source.Name));
                    spoke = TimeProvider.System.GetTimestamp();
                }
            if (horizon > cursor)
                cursor = horizon;
            if (TimeProvider.System.GetElapsedTime(spoke) > Silence)
            {
                yield return At(cursor, new SseItem<string>("{}", "still-here"));
                spoke = TimeProvider.System.GetTimestamp();
            }
            try
            {
                await listener.WaitAsync(Poll, ct);
            }
            catch (OperationCanceledException)
            {
                yield break;
            }
        }
    }

    private static SseItem<string> At(ulong cursor, SseItem<string> item) =>
        new(item.Data, item.EventType) { EventId = cursor.ToString(CultureInfo.InvariantCulture) };

    private static async Task<ulong> HorizonAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var horizon = database.CreateCommand("select pg_snapshot_xmin(pg_current_snapshot())");
        return (ulong)(await horizon.ExecuteScalarAsync(ct) ?? 0UL);
    }

    private static async Task<List<string>> ChangedAsync(
        NpgsqlDataSource database, EventSource source, Guid userId, ulong from, ulong before, CancellationToken ct)
    {
        await using var changed = database.CreateCommand(source.Sql);
        changed.Parameters.Add(new() { Value = userId });
        changed.Parameters.Add(new() { Value = from, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Xid8 });
        changed.Parameters.Add(new() { Value = before, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Xid8 });
        var events = new List<string>();
        await using var rows = await changed.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            events.Add(rows.GetString(1));
        return events;
    }
}
