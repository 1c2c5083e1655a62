using Backlot.Platform.Http;

namespace Backlot.Accounts.SignIn;

/// <summary>Ends an answer that goes on, such as the event stream, when what its caller signed in with has ended: revoked,
/// expired, or its user disabled.</summary>
internal sealed class OpenAnswers(RequestDelegate next, Credentials credentials, TimeProvider time)
{
    /// <summary>Between two looks. An answer ends within 5 s, that is promised.</summary>
    internal static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<EndpointAccess.LongAnswer>() is null)
        {
            await next(http);
            return;
        }
        var left = http.RequestAborted;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(left);
        using var answered = CancellationTokenSource.CreateLinkedTokenSource(left);
        // Whoever writes the answer sees a caller that has gone, and stops.
        http.RequestAborted = end.Token;
        var watch = WatchAsync(http, end, answered.Token);
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !left.IsCancellationRequested)
        {
            // In the middle of a query, say. What was told until here is a whole answer.
        }
        finally
        {
            await answered.CancelAsync();
            await watch;
            http.RequestAborted = left;
        }
    }

    private async Task WatchAsync(HttpContext http, CancellationTokenSource end, CancellationToken answered)
    {
        try
        {
            while (await credentials.FindAsync(http, answered) is not null)
                await Task.Delay(Look, time, answered);
            await end.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // The caller has gone, or the answer is at its end.
        }
        catch (Npgsql.NpgsqlException)
        {
            // Nobody can say whether the caller is still welcome. They come back when the database does.
            await end.CancelAsync();
        }
    }
}
