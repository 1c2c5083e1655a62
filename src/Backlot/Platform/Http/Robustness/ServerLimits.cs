using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Backlot.Platform.Http.Robustness;

/// <summary>How much, and how slowly, one may send. A route that takes more says so itself.</summary>
internal static class ServerLimits
{
    public const long LargestBody = 1 << 20;
    public const int LargestHeaders = 32 << 10, LongestLine = 8 << 10;

    /// <summary>Who takes longer to say what they want is let go.</summary>
    public static readonly TimeSpan Headers = TimeSpan.FromSeconds(10);

    /// <summary>Bytes a second, after a while in which they need not come.</summary>
    public static readonly MinDataRate Body = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));

    public static void Set(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = LargestBody;
        kestrel.Limits.MaxRequestHeadersTotalSize = LargestHeaders;
        kestrel.Limits.MaxRequestLineSize = LongestLine;
        kestrel.Limits.RequestHeadersTimeout = Headers;
        kestrel.Limits.MinRequestBodyDataRate = Body;
    }
}
