using Backlot.Platform.Processes;
using Backlot.Tests.Cli;
using Backlot.Tests.Platform.Processes;
using Backlot.Tests.Support;
using Npgsql;

namespace Backlot.Tests.Platform.Secrets;

/// <summary><c>keys rotate</c>, as a process of its own beside a server that serves.</summary>
public sealed class KeyRotationSecurityTests(TestCluster cluster)
{
    private const int Batch = 100;
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task A_rotation_killed_in_any_batch_loses_nothing_and_goes_on_where_it_stopped()
    {
        await using var server = await StartAsync();
        var owner = await server.Database.ValueAsync<Guid>("select id from users");
        var numbers = Enumerable.Range(1, 2 * Batch + 20).ToList();
        await StoredKeys.AddAsync(server, owner, numbers);

        for (var killedIn = 0; killedIn < 3; killedIn++)
        {
            // Its batches go by id: one row that somebody else holds stops it exactly there.
            await using var other = await server.Database.OpenAsync();
            await using var held = await other.BeginTransactionAsync(Ct);
            await using (var hold = new NpgsqlCommand($"select 1 from user_api_keys where id = (select id from user_api_keys order by id offset {killedIn * Batch} limit 1) for update", other))
                await hold.ExecuteNonQueryAsync(Ct);
            await using (var rotation = ChildProcess.Start(Spec(server.Database, "rotate")))
            {
                await server.Database.UntilAsync("select exists (select from pg_stat_activity where wait_event_type = 'Lock' and query like '%wrapped_data_key%' and datname = current_database())");
                rotation.SendSignal(ProcessSignal.Kill);
                Assert.Equal(137, await rotation.WaitForExitAsync(Ct));
            }
            await held.RollbackAsync(Ct);
            await server.Database.UntilAsync("select not exists (select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database()) and classid = x'726f7461'::int)");

            Assert.Equal(killedIn * Batch, await server.Database.ValueAsync<long>("select count(*) from user_api_keys where kek_id = 2"));
            Assert.Equal([1, 2], await server.Database.ColumnAsync<int>("select id from key_encryption_keys order by 1"));
            await StoredKeys.DemandAllAsync(server, owner, numbers);
        }

        Assert.Equal(new ProcessResult(0, "Key 2 is in use; 20 stored secrets were moved to it.\n", ""), await RunAsync(server.Database, "rotate"));
        Assert.Equal([2], await server.Database.ColumnAsync<int>("select distinct kek_id from user_api_keys"));
        await StoredKeys.DemandAllAsync(server, owner, numbers);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_serving_server_notices_the_new_key_and_stores_by_it()
    {
        await using var server = await StartAsync();
        await using var second = await StartAsync(server.Database);
        var owner = await server.Database.ValueAsync<Guid>("select id from users");
        await StoredKeys.AddAsync(server, owner, [1]);
        var value = await server.Database.ValueAsync<string>("select encrypted_key from user_api_keys");

        Assert.Equal(0, (await RunAsync(server.Database, "rotate")).ExitCode);
        await StoredKeys.DemandAllAsync(second, owner, [1]);
        await StoredKeys.AddAsync(second, owner, [2]);
        await StoredKeys.DemandAllAsync(server, owner, [1, 2]);

        Assert.Equal([2, 2], await server.Database.ColumnAsync<int>("select kek_id from user_api_keys order by provider"));
        Assert.Equal(value, await server.Database.ValueAsync<string>("select encrypted_key from user_api_keys where provider = 'p1'"));
    }

    [Fact(Timeout = 120_000)]
    public async Task Each_finished_rotation_makes_one_more_key_and_lists_what_needs_it()
    {
        await using var server = await StartAsync();
        await StoredKeys.AddAsync(server, await server.Database.ValueAsync<Guid>("select id from users"), [1]);

        Assert.Equal("Key 2 is in use; 1 stored secret was moved to it.\n", (await RunAsync(server.Database, "rotate")).Stdout);
        Assert.Equal("Key 3 is in use; 1 stored secret was moved to it.\n", (await RunAsync(server.Database, "rotate")).Stdout);

        var list = await RunAsync(server.Database);
        Assert.Matches("^1\t....-..-..\t0 secrets\n2\t....-..-..\t0 secrets\n3\t....-..-..\t1 secret\n$", list.Stdout);
    }

    [Fact(Timeout = 120_000)]
    public async Task An_old_key_can_be_deleted_only_when_no_row_uses_it()
    {
        await using var server = await StartAsync();
        var owner = await server.Database.ValueAsync<Guid>("select id from users");
        await StoredKeys.AddAsync(server, owner, [1]);

        var newest = await RunAsync(server.Database, "delete", "1");
        await server.Database.RunAsync("insert into key_encryption_keys (id, salt, check_value) select 2, salt, check_value from key_encryption_keys");
        var inUse = await Assert.ThrowsAsync<PostgresException>(() => server.Database.RunAsync("delete from key_encryption_keys where id = 1"));
        await server.Database.RunAsync("delete from key_encryption_keys where id = 2");
        await RunAsync(server.Database, "rotate");
        var deleted = await RunAsync(server.Database, "delete", "1");
        var again = await RunAsync(server.Database, "delete", "1");

        Assert.Equal(new ProcessResult(1, "", "Key 1 is the newest, by which secrets are stored now: it stays.\n"), newest);
        Assert.Equal(PostgresErrorCodes.ForeignKeyViolation, inUse.SqlState);
        Assert.Equal(new ProcessResult(0, "Key 1 is deleted.\n", ""), deleted);
        Assert.Equal(new ProcessResult(1, "", "There is no key 1: ./backlot keys shows them.\n"), again);
        await StoredKeys.DemandAllAsync(server, owner, [1]);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_row_from_a_backup_made_before_the_rotation_opens_by_the_old_key_that_was_kept()
    {
        await using var server = await StartAsync();
        var owner = await server.Database.ValueAsync<Guid>("select id from users");
        await StoredKeys.AddAsync(server, owner, [1]);
        var backup = await server.Database.ValueAsync<string>("select wrapped_data_key from user_api_keys");
        await RunAsync(server.Database, "rotate");

        await server.Database.RunAsync("update user_api_keys set wrapped_data_key = $1", backup);

        await StoredKeys.DemandAllAsync(server, owner, [1]);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_key_that_a_row_names_is_the_one_the_database_guards_and_a_plaintext_row_cannot_even_be_stored()
    {
        await using var server = await StartAsync();
        await StoredKeys.AddAsync(server, await server.Database.ValueAsync<Guid>("select id from users"), [1]);

        var named = await Assert.ThrowsAsync<PostgresException>(() =>
            server.Database.RunAsync("update user_api_keys set wrapped_data_key = replace(wrapped_data_key, 'v1:1:', 'v1:7:')"));

        Assert.Equal(PostgresErrorCodes.ForeignKeyViolation, named.SqlState);
        foreach (var column in (string[])["encrypted_key", "wrapped_data_key"])
            await Assert.ThrowsAsync<PostgresException>(() => server.Database.RunAsync($"update user_api_keys set {column} = 'sk-plain'"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Every_table_of_secrets_has_what_a_rotation_needs()
    {
        var database = await cluster.NewDatabaseAsync();
        var tables = await database.ColumnAsync<string>("select conrelid::regclass::text from pg_constraint where contype = 'f' and confrelid = 'key_encryption_keys'::regclass");

        Assert.NotEmpty(tables);
        foreach (var table in tables)
            Assert.Equal(["id", "kek_id", "user_id", "wrapped_data_key"], await database.ColumnAsync<string>(
                "select attname::text from pg_attribute where attrelid = $1::regclass and attname in ('id', 'user_id', 'wrapped_data_key', 'kek_id') order by 1", table));
    }

    private Task<TestServer> StartAsync(NpgsqlConnectionStringBuilder? database = null) =>
        TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs, database: database);

    private static Task<ProcessResult> RunAsync(NpgsqlConnectionStringBuilder database, params string[] words) =>
        ChildProcess.RunAsync(Spec(database, words), Ct);

    private static ProcessSpec Spec(NpgsqlConnectionStringBuilder database, params string[] words) =>
        new(OwnCommandLine.Program, ["backlot", "keys", .. words])
        {
            Environment = new Dictionary<string, string>(ChildStarter.RuntimeEnvironment)
            {
                ["DATABASE_URL"] = $"Host={database.Host};Username={database.Username};Database={database.Database}",
                ["BACKLOT_ROOT_KEY"] = TestServer.RootKeyOf(database),
            },
            Deadline = TimeSpan.FromSeconds(60),
        };
}
