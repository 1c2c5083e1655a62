using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Processes;
using Backlot.Tests.Support;
using Npgsql;

namespace Backlot.Tests.Platform.Database;

public sealed class EmbeddedPostgresTests(ClusterFolder home) : IClassFixture<ClusterFolder>
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task It_runs_without_roots_rights_on_a_closed_socket_only()
    {
        using var folder = DataFolder.Own(home.Root);
        await using var cluster = await EmbeddedPostgres.StartAsync(folder, null, Ct);

        var pid = (await File.ReadAllLinesAsync(home.PidFile, Ct))[0];
        var owner = (await File.ReadAllLinesAsync($"/proc/{pid}/status", Ct)).Single(line => line.StartsWith("Uid:", StringComparison.Ordinal));

        Assert.DoesNotContain("0", owner.Split('\t')[1..]);
        Assert.Equal("", await cluster.Database.ValueAsync<string>("show listen_addresses"));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(home.Postgres));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(cluster.Database.Host!));
        Assert.Equal("on", await cluster.Database.ValueAsync<string>("show fsync"));
        Assert.False(Directory.Exists(home.Postgres + ".new"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_pid_file_of_a_dead_process_is_no_hindrance() => await StartsAsync(pid: int.MaxValue);

    [Fact(Timeout = 60_000)]
    public async Task A_pid_file_with_the_number_of_another_living_process_is_no_hindrance_and_that_one_lives_on()
    {
        await using var stranger = ChildProcess.Start(new("cat") { OpenStandardInput = true });

        await StartsAsync(stranger.Id);

        Assert.False(stranger.HasExited);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_pid_file_that_holds_nonsense_is_no_hindrance()
    {
        await File.WriteAllTextAsync(home.PidFile, "nonsense\n", Ct);

        await StartsAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task What_goes_on_working_after_its_cluster_was_killed_is_ended_before_the_next_starts()
    {
        using var folder = DataFolder.Own(home.Root);
        await using var cluster = await EmbeddedPostgres.StartAsync(folder, null, Ct);
        await cluster.Database.RunAsync("create table kept as select 42 as n");
        await using var busy = await cluster.Database.OpenAsync();
        await using var loop = new NpgsqlCommand("do $$ begin loop perform 1; end loop; end $$", busy) { CommandTimeout = 0 };
        var looping = loop.ExecuteNonQueryAsync(Ct);
        await cluster.Database.UntilAsync("select exists (select from pg_stat_activity where query like 'do %' and state = 'active')");

        await ChildProcess.RunAsync(new("kill", "-9", (await File.ReadAllLinesAsync(home.PidFile, Ct))[0]), Ct);
        await using var next = await EmbeddedPostgres.StartAsync(folder, null, Ct);

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => looping);
        Assert.Equal(42, await next.Database.ValueAsync<int>("select n from kept"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_path_too_long_for_a_socket_works()
    {
        var root = Path.Combine(home.Root, "long", new string('x', 120));
        using var folder = DataFolder.Own(root);

        await using var cluster = await EmbeddedPostgres.StartAsync(folder, null, Ct);

        Assert.Equal(1, await cluster.Database.ValueAsync<int>("select 1"));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(cluster.Database.Host!));
        Assert.Equal(cluster.Database.Host, EmbeddedPostgres.DatabaseOf(DataFolder.At(root)).Host);
        Directory.Delete(cluster.Database.Host!, recursive: true);
    }

    private async Task StartsAsync(int? pid = null)
    {
        if (pid is not null)
            foreach (var file in (string[])[home.PidFile, Path.Combine(home.Root, "run/.s.PGSQL.5432.lock")])
                await File.WriteAllLinesAsync(file, [$"{pid}", .. home.PidLines[1..]], Ct);
        using var folder = DataFolder.Own(home.Root);
        await using var cluster = await EmbeddedPostgres.StartAsync(folder, null, Ct);
        Assert.Equal(1, await cluster.Database.ValueAsync<int>("select 1"));
    }
}
