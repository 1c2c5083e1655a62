using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Processes;
using Backlot.Tests.Jobs.Properties;
using Backlot.Tests.Support;
using Npgsql;

namespace Backlot.Tests.Jobs.Workers;

/// <summary>The database dies while workers are busy; nobody does anything but start it again.</summary>
public sealed class DatabaseKilledTests
{
    private const int Jobs = 400;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task Workers_outlive_a_killed_database_and_every_job_ends_once()
    {
        var data = Path.Combine(Path.GetTempPath(), "backlot-killed-" + Guid.CreateVersion7().ToString("N")[^12..]);
        await PreparedDatabase.PutIntoAsync(data);
        using var folder = DataFolder.Own(data);
        var first = await EmbeddedPostgres.StartAsync(folder, null, Ct);
        var database = first.Database;
        await database.RunAsync(PropertyJob.Tables);
        await database.RunAsync("insert into users (email, display_name, subscription_tier) values ('a@b', 'A', 'studio')");
        await using var one = await WorkerProcess.StartAsync(database, folder, leaseSeconds: 5);
        await using var two = await WorkerProcess.StartAsync(database, folder, leaseSeconds: 5);
        await database.RunAsync($"""
            insert into jobs (user_id, kind, queue, payload, max_attempts, is_short)
            select u.id, 'test.property' || k.suffix, 'property' || k.suffix, jsonb_build_object('n', n, 'plan', case n % 4 when 0 then 'rw' when 1 then 'pw' else 'w' end), 100, k.suffix <> ''
            from users as u, generate_series(1, {Jobs}) as n, lateral (values (case n % 2 when 0 then '' else '-short' end)) as k (suffix)
            """);
        await database.UntilAsync("select count(*) > 40 from effects");

        await KillAsync(folder);
        await first.DisposeAsync();
        var again = await EmbeddedPostgres.StartAsync(folder, null, Ct);
        try
        {
            await database.UntilAsync("select not exists (select from jobs where status <> 'completed')");

            Assert.Equal(Jobs, await database.ValueAsync<int>("select count(distinct n)::int from effects"));
            Assert.Equal(Jobs, await database.ValueAsync<int>("select count(*)::int from effects"));
            await database.UntilAsync("select not exists (select from job_batches) and not exists (select from job_queue)");
            Assert.Equal(0, await one.TerminateAsync());
            Assert.Equal(0, await two.TerminateAsync());
        }
        finally
        {
            await again.DisposeAsync();
        }
    }

    /// <summary>kill -9 for the postmaster; its children notice and go.</summary>
    private static async Task KillAsync(DataFolder folder)
    {
        var pid = int.Parse((await File.ReadAllLinesAsync(Path.Combine(folder.Postgres, "postmaster.pid"), Ct))[0]);
        await ChildProcess.RunAsync(new("kill", "-9", $"{pid}"), Ct);
        NpgsqlConnection.ClearAllPools();
    }
}
