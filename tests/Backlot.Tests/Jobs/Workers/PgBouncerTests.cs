using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Processes;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Backlot.Tests.Jobs.Workers;

/// <summary>The engine behind a real PgBouncer that gives each transaction another session.</summary>
public sealed class PgBouncerTests(TestCluster cluster)
{
    private const int Sessions = 4;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task Jobs_of_all_sorts_run_through_a_pooler_and_only_the_listener_goes_past_it()
    {
        var direct = await cluster.NewStartedDatabaseAsync();
        var folder = Directory.CreateTempSubdirectory("backlot-pgb-").FullName;
        await using var bouncer = await StartAsync(direct, folder);
        var pooled = new NpgsqlConnectionStringBuilder(direct.ConnectionString) { Host = folder, Port = 6432, MaxPoolSize = 20 };
        var script = new Script(async run =>
        {
            await Task.Delay(5, run.Stop);
            return run.Name switch
            {
                "again" when run.Job.Attempt == 1 => new Outcome.Retry("again", TimeSpan.Zero),
                "parks" when run.Job.Job.LeaseNo == 1 => new Outcome.Park(TimeSpan.Zero, "waits"),
                _ => new Outcome.Done(),
            };
        });
        await using var server = await TestServer.StartAsync(cluster, services => services.AddSingleton(script)
                .AddJob<Scripted, ScriptedHandler>().AddJob<ShortScripted, ShortScriptedHandler>(),
            given => given with { DatabaseDirectUrl = direct.ConnectionString, Slots = 8 },
            database: DatabaseServer.Pooled(pooled, new() { DataFolder = folder, DatabaseDirectUrl = direct.ConnectionString }));
        await using (var db = server.OpenDb())
        {
            await db.EnqueueManyAsync([.. Enumerable.Range(0, 300).Select(n => NewJob.Of(new ShortScripted($"short {n}"), server.OwnerId))], Ct);
            foreach (var name in (string[])["done", "again", "parks"])
                db.Enqueue(new Scripted(name), server.OwnerId);
            await db.SaveChangesAsync(Ct);
        }

        await direct.UntilAsync("select count(*) = 303 and bool_and(status = 'completed') from jobs");

        // Whoever listens is on a connection of its own; all others are PgBouncer's few.
        Assert.Equal(1L, await direct.ValueAsync<long>(
            "select count(*) from pg_stat_activity where datname = current_database() and query = 'listen backlot'"));
        var heard = server.Services.GetRequiredService<Notifications>().Listen();
        var woken = heard.WaitAsync(TimeSpan.FromHours(1), Ct);
        await direct.RunAsync("select pg_notify('backlot', 'changed')");
        await woken;
    }

    private static async Task<ChildProcess> StartAsync(NpgsqlConnectionStringBuilder to, string folder)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "pgbouncer.ini"), $"""
            [databases]
            * = host={to.Host} port={to.Port} user={to.Username}
            [pgbouncer]
            unix_socket_dir = {folder}
            listen_port = 6432
            auth_type = any
            pool_mode = transaction
            default_pool_size = {Sessions}
            ignore_startup_parameters = extra_float_digits
            """, Ct);
        if (Environment.IsPrivilegedProcess)
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        var bouncer = ChildProcess.Start(new("pgbouncer", Path.Combine(folder, "pgbouncer.ini"))
        {
            RunAsUser = Environment.IsPrivilegedProcess ? "postgres" : null,
        });
        while (!File.Exists(Path.Combine(folder, ".s.PGSQL.6432")))
        {
            Assert.False(bouncer.HasExited, bouncer.StderrTail);
            await Task.Delay(20, Ct);
        }
        return bouncer;
    }
}
