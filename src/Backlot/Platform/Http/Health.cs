using Npgsql;

namespace Backlot.Platform.Http;

/// <summary>For whoever watches over the server: alive, and able to serve. No detail is told to strangers.</summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/livez", () => TypedResults.Text("alive"))
            .WithTags("Operation").WithName("isAlive").WithSummary("Is the process alive?")
            .Produces<string>(200, "text/plain").AllowAnonymous();
        routes.MapGet("/readyz", Ready)
            .WithTags("Operation").WithName("isReady").WithSummary("Can it serve: database and blobs?")
            .Produces<string>(200, "text/plain").ProducesProblem(503).AllowAnonymous();
    }

    private static async Task<IResult> Ready(NpgsqlDataSource database, DataFolder folder, CancellationToken ct)
    {
        try
        {
            await using var ping = database.CreateCommand("select 1");
            ping.CommandTimeout = 5;
            await ping.ExecuteScalarAsync(ct);
            return Directory.Exists(folder.Blobs)
                ? TypedResults.Text("ready")
                : throw new Refusal(503, "blobs.away", "The blob store is away.");
        }
        catch (NpgsqlException)
        {
            throw new Refusal(503, "database.away", "The database is away.");
        }
    }
}
