using System.Text.Json;
using Backlot.Platform.Database;
using Backlot.Studio.Brains;
using Npgsql;

namespace Backlot.Studio.Shipped;

/// <summary>Puts the brains and formats that come with Backlot where everybody sees them, and makes the studio's vectors searchable as soon as
/// the database has the extension for it. At each start; what is as it should be is not written.</summary>
internal sealed class ShippedShelf(NpgsqlDataSource database, ILogger<ShippedShelf> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using (var take = database.CreateCommand("select studio_takes_vectors()"))
                await take.ExecuteScalarAsync(cancellationToken);
            foreach (var brain in ShippedGoods.Brains)
                await PutAsync("put_brain", cancellationToken, brain.Key, brain.Name, brain.Description,
                    JsonSerializer.Serialize(brain.Parameters, JsonSerializerOptions.Web), StyleVector.Of(brain.Parameters));
            foreach (var format in ShippedGoods.Formats)
                await PutAsync("put_format", cancellationToken, format.Key, format.Name, format.Description,
                    JsonSerializer.Serialize(format.Beats, JsonSerializerOptions.Web));
        }
        catch (NpgsqlException failed)
        {
            log.LogWarning("The brains and formats that come with Backlot could not be put into the database ({Reason}); the next start does.", failed.Message);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task PutAsync(string file, CancellationToken ct, params object?[] values)
    {
        await using var put = SqlFile.Command(database, $"Studio/Shipped/Sql/{file}.sql", values);
        await put.ExecuteNonQueryAsync(ct);
    }
}
