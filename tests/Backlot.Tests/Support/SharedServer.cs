using Backlot.Platform;
using Backlot.Platform.Database;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Tests.Support;

/// <summary>One server for all tests of a class: for tests that change nothing. It has some endpoints of its own.</summary>
public sealed class SharedServer(TestCluster cluster) : IAsyncLifetime
{
    public TestServer Server { get; private set; } = null!;
    public HttpClient Http => Server.Http;

    public sealed record Brief
    {
        public required string Name { get; init; }
        public required int Tracks { get; init; }
        public string? Note { get; init; }
    }

    public async ValueTask InitializeAsync() => Server = await TestServer.StartAsync(cluster, routes: routes =>
    {
        routes.MapPost("/test/echo", (Brief brief) => brief);
        routes.MapGet("/test/failure", string () => throw new InvalidOperationException("The password is hunter2."));
        routes.MapGet("/test/database-away", async (BacklotDb db) =>
        {
            await db.Database.OpenConnectionAsync();
            return await db.Database.SqlQueryRaw<int>("select pg_terminate_backend(pg_backend_pid())::int as \"Value\"").ToListAsync();
        });
        routes.MapGet("/test/refusal", string () => throw Refusal.Invalid(new FieldError("/targetDurationMinutes", "59 minutes are too few.")));
    });

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
