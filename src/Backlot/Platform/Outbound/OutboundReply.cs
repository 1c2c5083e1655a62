using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Backlot.Platform.Outbound;

/// <summary>What came back. Its body is read under the limits of the call.</summary>
public sealed class OutboundReply : IAsyncDisposable
{
    private readonly HttpResponseMessage _reply;
    private readonly OutboundLimits _limits;
    private readonly OutboundDeadline _deadline;

    internal OutboundReply(Uri url, HttpResponseMessage reply, OutboundLimits limits, OutboundDeadline deadline) =>
        (Url, _reply, _limits, _deadline) = (url, reply, limits, deadline);

    /// <summary>Where it came from in the end.</summary>
    public Uri Url { get; }
    public HttpStatusCode Status => _reply.StatusCode;
    public bool IsSuccess => _reply.IsSuccessStatusCode;
    public HttpResponseHeaders Headers => _reply.Headers;

    /// <summary>For instance <c>application/json</c>.</summary>
    public string? ContentType => _reply.Content.Headers.ContentType?.MediaType;

    /// <summary>Bytes of the body; null when the other side does not say, or says it of a compressed one.</summary>
    public long? ContentLength => _reply.Content.Headers.ContentLength;

    /// <summary>Which part of the whole the body is, when a range was asked for and is answered.</summary>
    public ContentRangeHeaderValue? ContentRange => _reply.Content.Headers.ContentRange;

    /// <summary>When the other side says that it was last changed.</summary>
    public DateTimeOffset? LastModified => _reply.Content.Headers.LastModified;

    /// <summary>The whole body as UTF-8.</summary>
    /// <exception cref="OutboundFailed">It is too large, too slow or not whole.</exception>
    public async Task<string> ReadTextAsync()
    {
        using var memory = new MemoryStream();
        await CopyToAsync(memory);
        return Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length);
    }

    /// <summary>Copies the body. What was written before a failure must not be kept.</summary>
    /// <exception cref="OutboundFailed">It is too large, too slow or not whole.</exception>
    public async Task CopyToAsync(Stream target)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            await using var body = await _reply.Content.ReadAsStreamAsync(_deadline.Token);
            var (began, total) = (_deadline.Time.GetTimestamp(), 0L);
            while (await body.ReadAsync(buffer, _deadline.Token) is var read and > 0)
            {
                total += read;
                if (total > _limits.BodyBytes)
                    throw new OutboundFailed(OutboundFault.TooLarge, sent: true);
                var taken = _deadline.Time.GetElapsedTime(began);
                if (taken > _limits.RateGrace && total < _limits.MinBytesPerSecond * taken.TotalSeconds)
                    throw new OutboundFailed(OutboundFault.TooSlow, sent: true);
                await target.WriteAsync(buffer.AsMemory(0, read), _deadline.Token);
            }
        }
        catch (OperationCanceledException) when (_deadline.HasPassed)
        {
            throw new OutboundFailed(OutboundFault.TooSlow, sent: true);
        }
        catch (Exception e) when (e is HttpIOException or HttpRequestException or InvalidDataException)
        {
            throw new OutboundFailed(OutboundFault.Broken, sent: true, e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public ValueTask DisposeAsync()
    {
        _reply.Dispose();
        _deadline.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>A body that was brought into a file.</summary>
/// <param name="Url">Where it came from in the end.</param>
/// <param name="ContentType">What the other side calls it: not to be trusted.</param>
/// <param name="SizeBytes">As written.</param>
public sealed record OutboundFile(Uri Url, string? ContentType, long SizeBytes);
