using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Backlot.Tests.Support;

/// <summary>For a server process of the tests: a request that asks for it kills the server, as kill -9 would, when all is
/// done and not a byte of the answer has left.</summary>
internal sealed class DeathBeforeAnswer : IStartupFilter
{
    public const string Header = "X-Die-Before-Answer";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((http, rest) =>
        {
            if (http.Request.Headers.ContainsKey(Header))
                // The first to be registered is the last to be called.
                http.Response.OnStarting(() =>
                {
                    Process.GetCurrentProcess().Kill();
                    return Task.Delay(Timeout.Infinite);
                });
            return rest(http);
        });
        next(app);
    };
}
