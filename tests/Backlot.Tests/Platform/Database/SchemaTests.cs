using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Backlot.Tests.Platform.Database;

public sealed class SchemaTests(TestCluster cluster)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The tables that each step down takes with it. Everything else stays, but for columns that the step added.</summary>
    private static readonly Dictionary<string, string[]> Dropped = new()
    {
        ["0023_job_room"] = [],
        ["0022_clip_vectors"] = [],
        ["0021_shot_jobs"] = [],
        ["0020_asked_shots"] = [],
        ["0019_channel_providers"] = [],
        ["0017_studio"] = ["brains", "character_images", "format_templates", "purchases", "scene_versions"],
        ["0016_caches"] = ["cache_reports", "component_cache", "exact_cache", "predicted_scenes", "semantic_cache"],
        ["0015_orders"] = ["orders", "provider_pauses"],
        ["0014_meaning"] = ["click_models", "score_weights"],
        ["0013_footage"] = ["analysis_results", "clips", "deleted_blobs", "ingest_files", "ingests", "predictions", "uploads"],
        ["0012_job_engine"] = ["job_accounts", "job_attempts", "job_batches", "job_polls", "job_queue", "queues", "schedules", "workers"],
        ["0011_studio"] = ["characters", "projects", "scenes"],
        ["0010_credits"] = ["credit_entries"],
        ["0009_key_vault"] = ["data_protection_keys", "key_encryption_keys", "user_api_keys"],
        ["0008_requests"] = ["idempotency_keys", "rate_counters"],
        ["0007_sign_in"] = ["one_time_codes", "sessions"],
        ["0006_channels"] = ["audio_tracks", "channels", "images", "video_jobs"],
        ["0005_rendering"] = ["render_tasks"],
        ["0004_generation"] = ["generations"],
        ["0003_library"] = ["assets"],
        ["0002_jobs"] = ["job_dependencies", "jobs"],
        ["0001_accounts"] = ["api_tokens", "users"],
    };

    private static string Newest => Dropped.Keys.Max()!;

    [Fact(Timeout = 60_000)]
    public async Task Each_step_down_keeps_what_the_earlier_schema_has_a_place_for()
    {
        var database = await cluster.NewDatabaseAsync();
        await FilledTables.FillAsync(database);
        var schema = new Schema(database);

        var names = await MigrationsAsync(database);
        Assert.Equal(names.Order(), Dropped.Keys.Order());
        foreach (var name in Enumerable.Reverse(names))
        {
            var before = await SchemaText.RowsAsync(database);
            Assert.Equal([name], await schema.DownAsync(1, Ct));
            var after = await SchemaText.RowsAsync(database);

            Assert.Equal(before.Keys.Except(Dropped[name]).Order(), after.Keys.Order());
            Assert.All(after, table => SchemaText.AssertKept(before[table.Key], table.Value));
        }
        Assert.Empty(await SchemaText.TablesAsync(database));
    }

    [Fact(Timeout = 60_000)]
    public async Task Down_to_any_step_and_up_again_on_filled_tables_makes_the_same_schema_as_a_fresh_one()
    {
        var fresh = await SchemaText.ReadAsync(await cluster.NewDatabaseAsync());
        var database = await cluster.NewDatabaseAsync();
        var schema = new Schema(database);
        var names = await MigrationsAsync(database);
        await FilledTables.FillAsync(database);

        // Each step down, up and down again: whoever comes up from further down comes by here, and finds what was here before.
        foreach (var name in Enumerable.Reverse(names))
        {
            var before = await SchemaText.ReadAsync(database);
            Assert.Equal([name], await schema.DownAsync(1, Ct));
            await UpToAsync(database, name);
            Assert.Equal(before, await SchemaText.ReadAsync(database));
            Assert.Equal([name], await schema.DownAsync(1, Ct));
        }
        Assert.Equal(names, await schema.UpAsync(Ct));
        Assert.Equal(fresh, await SchemaText.ReadAsync(database));
        await FilledTables.FillAsync(database);
    }

    [Fact(Timeout = 60_000)]
    public async Task After_the_last_step_down_nothing_of_Backlot_is_left()
    {
        var database = await cluster.NewDatabaseAsync();

        await new Schema(database).DownAsync(Dropped.Count, Ct);

        Assert.DoesNotContain(await SchemaText.ReadAsync(database), line => !line.Contains("migrations", StringComparison.Ordinal));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1000)]
    public async Task More_steps_down_than_there_are_is_a_sentence(int steps)
    {
        var database = await cluster.NewDatabaseAsync();

        var failure = await Assert.ThrowsAsync<StartFailed>(() => new Schema(database).DownAsync(steps, Ct));

        Assert.Equal($"The database has {Dropped.Count} migrations: name a number from 1 to {Dropped.Count} to take back.", failure.Message);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_database_newer_than_the_program_is_refused_untouched()
    {
        var database = await cluster.NewDatabaseAsync();
        await new Schema(database).DownAsync(1, Ct);
        await database.RunAsync("insert into migrations values ('0099_from_the_future', '10.0')");
        var before = await SchemaText.ReadAsync(database);

        foreach (var change in (Func<Schema, Task>[])[s => s.UpAsync(Ct), s => s.DownAsync(1, Ct)])
        {
            var failure = await Assert.ThrowsAsync<StartFailed>(() => change(new Schema(database)));
            Assert.Contains("newer Backlot (migration 0099_from_the_future)", failure.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, await SchemaText.ReadAsync(database));
        Assert.Equal(Dropped.Count, await database.ValueAsync<long>("select count(*) from migrations"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_many_that_migrate_at_once_one_does_it_and_all_go_on()
    {
        var database = await cluster.NewDatabaseAsync(empty: true);

        var done = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new Schema(database).UpAsync(Ct)));

        Assert.Equal([0, 0, 0, Dropped.Count], done.Select(steps => steps.Count).Order());
        Assert.Equal(await SchemaText.ReadAsync(await cluster.NewDatabaseAsync()), await SchemaText.ReadAsync(database));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_table_that_something_else_keeps_locked_is_not_waited_for_long_and_nothing_changes()
    {
        var database = await cluster.NewDatabaseAsync();
        var before = await SchemaText.ReadAsync(database);
        await using var other = await database.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync(Ct);
        await using (var hold = new NpgsqlCommand($"lock table {Dropped[Newest].FirstOrDefault("jobs")} in share update exclusive mode", other))
            await hold.ExecuteNonQueryAsync(Ct);

        var failure = await Assert.ThrowsAsync<StartFailed>(() => new Schema(database).DownAsync(1, Ct));

        Assert.Equal("A migration waited 3 s for a table that something else keeps locked: end that, then start again.", failure.Message);
        Assert.Equal(before, await SchemaText.ReadAsync(database));
        await transaction.RollbackAsync(Ct);
        Assert.Equal([Newest], await new Schema(database).DownAsync(1, Ct));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_step_that_fails_keeps_the_steps_before_it_and_nothing_of_itself()
    {
        var database = await cluster.NewDatabaseAsync(empty: true);
        await database.RunAsync("create table audio_tracks (here boolean)");

        var failure = await Assert.ThrowsAsync<StartFailed>(() => new Schema(database).UpAsync(Ct));

        Assert.StartsWith("The database refused a migration (42P07: ", failure.Message, StringComparison.Ordinal);
        Assert.False(await database.ValueAsync<bool>("select exists (select from pg_tables where tablename = 'channels')"));
        await database.RunAsync("drop table audio_tracks");
        Assert.Equal(Newest, (await new Schema(database).UpAsync(Ct))[^1]);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_database_that_does_not_answer_is_a_sentence()
    {
        var nowhere = new NpgsqlConnectionStringBuilder { Host = "/nowhere", Database = "x", Username = "x" };

        var failure = await Assert.ThrowsAsync<StartFailed>(() => new Schema(nowhere).UpAsync(Ct));

        Assert.StartsWith("The database /nowhere:5432/x cannot be reached", failure.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_database_that_is_not_there_is_no_failed_migration()
    {
        var missing = new NpgsqlConnectionStringBuilder((await cluster.NewDatabaseAsync()).ConnectionString) { Database = "not_there" };

        var failure = await Assert.ThrowsAsync<StartFailed>(() => new Schema(missing).UpAsync(Ct));

        Assert.Contains("cannot be used (3D000: database \"not_there\" does not exist): check DATABASE_URL", failure.Message, StringComparison.Ordinal);
    }

    private static async Task UpToAsync(NpgsqlConnectionStringBuilder database, string step)
    {
        await using var db = new BacklotDb(Schema.Options(database.ConnectionString).Options);
        await db.GetService<IMigrator>().MigrateAsync(step, Ct);
    }

    private static async Task<List<string>> MigrationsAsync(NpgsqlConnectionStringBuilder database)
    {
        await using var db = new BacklotDb(Schema.Options(database.ConnectionString).Options);
        return [.. db.Database.GetMigrations()];
    }
}
