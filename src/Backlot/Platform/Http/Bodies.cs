using Microsoft.AspNetCore.Http.Features;

namespace Backlot.Platform.Http;

/// <summary>Bodies as a whole, for what must see them before or after a handler does.</summary>
internal static class Bodies
{
    /// <summary>Read and thrown away of a body that is over the limit: who is still sending does not hear an answer when the connection
    /// is reset under them. Kestrel gives it 5 s.</summary>
    private const long DrainedBytes = 16 << 20;

    /// <summary>The request's body, which whoever comes later can still read. Kestrel's limit bounds it.</summary>
    /// <exception cref="BadHttpRequestException">It is over the limit, or ends before its time.</exception>
    public static async Task<byte[]> ReadWholeBodyAsync(this HttpRequest request, CancellationToken ct)
    {
        if (request.Body is MemoryStream known)
            return known.ToArray();
        var limit = RaiseLimit(request.HttpContext);
        if (request.ContentLength > limit)
            throw TooLarge();
        var whole = new MemoryStream();
        try
        {
            var part = new byte[16 << 10];
            while (await request.Body.ReadAsync(part, ct) is > 0 and var read)
            {
                if (whole.Length + read > limit)
                    throw TooLarge();
                whole.Write(part, 0, read);
            }
        }
        catch (IOException broken) when (broken is not BadHttpRequestException)
        {
            throw new BadHttpRequestException("The body ends before its time, or its chunks cannot be read.", 400, broken);
        }
        whole.Position = 0;
        request.Body = whole;
        return whole.ToArray();
    }

    /// <returns>What the limit was; null for none.</returns>
    private static long? RaiseLimit(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is not { IsReadOnly: false, MaxRequestBodySize: { } limit } kestrel)
            return null;
        kestrel.MaxRequestBodySize = limit + DrainedBytes;
        return limit;
    }

    private static BadHttpRequestException TooLarge() => new("The body is too large.", 413);

    /// <summary>Runs the rest of the pipeline and keeps back the body it writes; status and headers can still be changed.</summary>
    public static async Task<byte[]> CaptureAsync(this HttpContext http, RequestDelegate rest)
    {
        var real = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var kept = new MemoryStream();
        var feature = new StreamResponseBodyFeature(kept);
        http.Features.Set<IHttpResponseBodyFeature>(feature);
        try
        {
            await rest(http);
            await feature.CompleteAsync();
            return kept.ToArray();
        }
        finally
        {
            http.Features.Set(real);
        }
    }

    /// <summary>Sends what was kept back; an empty body is left to whoever writes one for its status.</summary>
    public static async Task SendAsync(this HttpContext http, byte[] body)
    {
        if (body.Length == 0)
            return;
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }
}
