using System.Net;
using System.Net.Sockets;

namespace Backlot.Platform.Outbound;

/// <summary>The one way out of the house: every call to a machine that somebody named goes through here. A name is
/// resolved, all its addresses are checked, and the connection is made to a checked address, so that no second look-up can
/// lead elsewhere. Certificates are checked against the name as ever.</summary>
/// <remarks>No proxy, no cookies, no redirect that was not checked like the first address.</remarks>
public sealed class OutboundHttp : IDisposable
{
    private static readonly HttpRequestOptionsKey<TimeSpan> ConnectTimeout = new("connect timeout");
    private readonly HttpMessageInvoker _http, _once;
    private readonly AllowedTargets _allowed;
    private readonly ResolveHost _resolve;
    private readonly TimeProvider _time;

    public OutboundHttp(AllowedTargets allowed, ResolveHost resolve, TimeProvider time)
    {
        (_allowed, _resolve, _time) = (allowed, resolve, time);
        (_http, _once) = (Invoker(TimeSpan.FromMinutes(2)), Invoker(TimeSpan.Zero));
    }

    /// <summary>Makes the call. Any status is a reply; dispose it.</summary>
    /// <exception cref="Refusal">422 <c>url.refused</c>: the address, or one we were sent on to, is not written as it must be.</exception>
    /// <exception cref="OutboundFailed">No reply, or one over the limits.</exception>
    public async Task<OutboundReply> SendAsync(OutboundRequest request, OutboundLimits limits, CancellationToken ct)
    {
        var deadline = new OutboundDeadline(limits, _time, ct);
        try
        {
            var url = OutboundUrl.Parse(request.Url, _allowed);
            for (var hops = 0; ; hops++)
            {
                var reply = await HopAsync(request, url, limits, deadline);
                if (limits.Redirects == 0 || Redirect.Of(reply) is not { } location)
                    return new(url, reply, limits, deadline);
                reply.Dispose();
                if (hops == limits.Redirects)
                    throw new OutboundFailed(OutboundFault.TooManyRedirects, sent: true);
                (request, url) = Redirect.Follow(request, url, location, reply.StatusCode, _allowed);
            }
        }
        catch
        {
            deadline.Dispose();
            throw;
        }
    }

    /// <summary>Brings a body into a file, which must not be there yet; on any failure there is none.</summary>
    /// <returns>The reply's type and size; with a status other than 2xx, null and no file.</returns>
    /// <exception cref="OutboundFailed">As for <see cref="SendAsync"/>.</exception>
    public async Task<OutboundFile?> DownloadAsync(OutboundRequest request, string path, OutboundLimits limits, CancellationToken ct)
    {
        await using var reply = await SendAsync(request, limits, ct);
        if (!reply.IsSuccess)
            return null;
        try
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            await reply.CopyToAsync(file);
            await file.FlushAsync(ct);
            return new(reply.Url, reply.ContentType, file.Length);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _once.Dispose();
    }

    /// <param name="lifetime">Of a connection; zero never uses one twice.</param>
    private HttpMessageInvoker Invoker(TimeSpan lifetime)
    {
#pragma warning disable RS0030 // the one place that connects
        return new(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,      // the body is counted after it
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = 64,
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = lifetime,
            ConnectCallback = ConnectAsync,
        });
#pragma warning restore RS0030
    }

    private async Task<HttpResponseMessage> HopAsync(OutboundRequest request, Uri url, OutboundLimits limits, OutboundDeadline deadline)
    {
        using var message = new HttpRequestMessage(request.Method, url);
        foreach (var (name, value) in request.Headers)
            message.Headers.TryAddWithoutValidation(name, value);
        message.Content = request.Body?.Invoke() is { } body ? request.IsOnce ? new OnceContent(body) : body : null;
        message.Options.Set(ConnectTimeout, limits.ConnectTimeout);
        var began = _time.GetTimestamp();
        try
        {
            var reply = await (request.IsOnce ? _once : _http).SendAsync(message, deadline.Token);
            if (reply.Content.Headers.ContentLength <= limits.BodyBytes || reply.Content.Headers.ContentLength is null)
                return reply;
            reply.Dispose();
            throw new OutboundFailed(OutboundFault.TooLarge, sent: true);
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            throw new OutboundFailed(OutboundFault.TooSlow, sent: true);
        }
        catch (HttpRequestException failed)
        {
            var sent = failed.HttpRequestError is not (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError);
            // Whatever the reason, it is told at the same moment.
            var rest = limits.ConnectTimeout - _time.GetElapsedTime(began);
            if (rest > TimeSpan.Zero)
                await deadline.WaitAsync(rest, sent);
            throw new OutboundFailed(OutboundFault.Unreachable, sent, failed);
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var limit = context.InitialRequestMessage.Options.TryGetValue(ConnectTimeout, out var given) ? given : new OutboundLimits().ConnectTimeout;
        using var timeout = new CancellationTokenSource(limit, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            return await ConnectAsync(await CheckedAsync(host, port, both.Token), port, both.Token);
        }
        catch (Exception e) when (e is SocketException or IOException or ArgumentException
            || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "The address cannot be reached.", e);
        }
    }

    /// <summary>One bad address among good ones is enough: who mixes them means no good.</summary>
    private async Task<IPAddress[]> CheckedAsync(string host, int port, CancellationToken ct)
    {
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await _resolve(host, ct);
        return addresses.Length > 0 && addresses.All(address =>
                _allowed.Allows(host, address, port) || (AddressRules.IsPublic(address) && port is 80 or 443))
            ? addresses
            : throw new IOException("Not an address of the internet.");
    }

    private static async Task<Stream> ConnectAsync(IPAddress[] addresses, int port, CancellationToken ct)
    {
        for (var i = 0; ; i++)
        {
#pragma warning disable RS0030 // to a checked address
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(addresses[i], port), ct);
                return new NetworkStream(socket, ownsSocket: true);
            }
#pragma warning restore RS0030
            catch (SocketException) when (i + 1 < addresses.Length)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }
}
