using System.Reflection;
using Backlot.Accounts;
using Backlot.Accounts.Codes;
using Backlot.Channels;
using Backlot.Jobs;
using Backlot.Library;
using Backlot.Platform.Database;
using Backlot.Studio;
using Backlot.Studio.Brains;
using Backlot.Studio.Marketplace;
using Backlot.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Backlot.Tests.Platform.Database;

/// <summary>A context shows and saves the rows of its owner, and of nobody else, whatever the code that uses it forgets.</summary>
public sealed class OwnershipTests(TestCluster cluster)
{
    /// <summary>Entities without an owner. A line more here is a decision.</summary>
    private static readonly Dictionary<Type, string> OwnedByNobody = new()
    {
        [typeof(User)] = "looked up by e-mail before anybody has signed in",
        [typeof(MarketplaceItem)] = "what sellers show to everybody",
        [typeof(OneTimeCode)] = "taken before anybody has signed in, and listed for admins only",
    };

    private static readonly Guid First = new("00000000-0000-0000-0000-000000000001");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Every_entity_has_an_owner_or_a_reason_to_have_none()
    {
        await using var db = Open(await cluster.NewDatabaseAsync(), First);

        Assert.Equal(OwnedByNobody.Keys.Order(ByName), db.Model.GetEntityTypes().Where(e => !IsOwned(e)).Select(e => e.ClrType).Order(ByName));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_query_without_an_owner_finds_no_row_and_neither_does_one_of_another_user()
    {
        var database = await cluster.NewDatabaseAsync();
        await FilledTables.FillAsync(database);
        await using var db = Open(database, First);

        foreach (var entity in db.Model.GetEntityTypes().Where(IsOwned))
        {
            Assert.True(await CountAsync(database, entity, First) > 0, $"{entity.ShortName()} is hidden from its owner.");
            Assert.True(await CountAsync(database, entity, Guid.Empty) == 0, $"{entity.ShortName()} is shown to nobody in particular.");
            Assert.True(await CountAsync(database, entity, Guid.CreateVersion7()) == 0, $"{entity.ShortName()} is shown to another user.");
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Nothing_of_another_owner_is_ever_saved()
    {
        var database = await cluster.NewDatabaseAsync();
        await FilledTables.FillAsync(database);
        var other = await database.AddUserAsync();

        await IsRefusedAsync(database, other, db => db.Channels.Add(new() { UserId = First, Name = "Not mine", BrandNiche = "x" }));
        await IsRefusedAsync(database, Guid.Empty, db => db.Channels.Add(new() { UserId = First, Name = "Nobody's", BrandNiche = "x" }));
        await IsRefusedAsync(database, other, async db => (await db.Channels.IgnoreQueryFilters().SingleAsync(Ct)).Name = "Taken");
        await IsRefusedAsync(database, other, async db => db.Remove(await db.Assets.IgnoreQueryFilters().SingleAsync(Ct)));
        Assert.Equal("Court", await database.ValueAsync<string>("select name from channels"));
        Assert.Equal(1L, await database.ValueAsync<long>("select count(*) from assets"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_part_is_never_added_to_what_its_owner_has_not_read()
    {
        var database = await cluster.NewDatabaseAsync();
        await FilledTables.FillAsync(database);
        var other = await database.AddUserAsync();
        var (album, asset) = (await database.ValueAsync<Guid>("select id from video_jobs"), await database.ValueAsync<Guid>("select id from assets"));
        AudioTrack Track() => new()
        {
            VideoJobId = album, AssetId = asset, Provider = "dummy", OrderIndex = 2, DurationSeconds = 3, PromptText = "harp",
        };

        await IsRefusedAsync(database, other, db => db.AudioTracks.Add(Track()));
        await IsRefusedAsync(database, other, async db =>
        {
            await db.Assets.ToListAsync(Ct);
            db.AudioTracks.Add(Track());
        });
        Assert.Equal(1L, await database.ValueAsync<long>("select count(*) from audio_tracks"));

        await using var own = Open(database, First);
        await own.VideoJobs.SingleAsync(Ct);
        own.AudioTracks.Add(Track());
        Assert.Equal(1, await own.SaveChangesAsync(Ct));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_shipped_is_seen_by_everybody_and_saved_by_nobody()
    {
        var database = await cluster.NewDatabaseAsync();
        await FilledTables.FillAsync(database);
        await database.RunAsync("insert into brains (shipped_key, name, parameters) values ('noir', 'Shipped', '{}')");
        var other = await database.AddUserAsync();

        await using (var own = Open(database, First))
            Assert.Equal(["Noir", "Shipped"], await own.Brains.Select(b => b.Name).Order().ToListAsync(Ct));
        await using (var others = Open(database, other))
            Assert.Equal(["Shipped"], await others.Brains.Select(b => b.Name).ToListAsync(Ct));
        await IsRefusedAsync(database, First, async db => (await db.Brains.SingleAsync(b => b.UserId == null, Ct)).Name = "Taken");
        await IsRefusedAsync(database, First, async db => db.Remove(await db.Brains.SingleAsync(b => b.UserId == null, Ct)));
        await IsRefusedAsync(database, First, db => db.Brains.Add(new() { Name = "Shipped by me", Parameters = BrainParameters.None }));
        await IsRefusedAsync(database, other, db => db.Brains.Add(new() { UserId = First, Name = "Not mine", Parameters = BrainParameters.None }));
        Assert.Equal(2L, await database.ValueAsync<long>("select count(*) from brains"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("audio_tracks")]
    [InlineData("images")]
    [InlineData("job_dependencies")]
    public async Task The_owner_of_a_part_is_found_by_an_index(string table)
    {
        var database = await cluster.NewDatabaseAsync();
        await using var db = Open(database, First);
        var sql = table switch
        {
            "audio_tracks" => db.AudioTracks.Where(t => t.VideoJobId == First).ToQueryString(),
            "images" => db.Images.Where(i => i.VideoJobId == First).ToQueryString(),
            _ => db.JobDependencies.Where(d => d.DependsOnId == First).ToQueryString(),
        };
        var plain = string.Join('\n', sql.Split('\n').Where(line => !line.StartsWith("--", StringComparison.Ordinal)))
            .Replace("@First", $"'{First}'", StringComparison.Ordinal).Replace("@ef_filter__Owner", $"'{First}'", StringComparison.Ordinal);

        var plan = await database.ColumnAsync<string>("set enable_seqscan = off; explain " + plain);

        Assert.DoesNotContain(plan, line => line.Contains("Seq Scan", StringComparison.Ordinal));
        Assert.Contains(plan, line => line.Contains("user_id", StringComparison.Ordinal));
    }

    private static readonly Comparer<Type> ByName = Comparer<Type>.Create((a, b) => string.CompareOrdinal(a.Name, b.Name));

    private static bool IsOwned(IEntityType entity) => entity.GetDeclaredQueryFilters().Count > 0;

    private static BacklotDb Open(NpgsqlConnectionStringBuilder database, Guid owner) =>
        new(Schema.Options(database.ConnectionString).Options) { Owner = owner };

    private static Task<int> CountAsync(NpgsqlConnectionStringBuilder database, IEntityType entity, Guid owner) =>
        (Task<int>)typeof(OwnershipTests).GetMethod(nameof(CountOfAsync), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(entity.ClrType).Invoke(null, [database, owner])!;

    private static async Task<int> CountOfAsync<T>(NpgsqlConnectionStringBuilder database, Guid owner) where T : class
    {
        await using var db = Open(database, owner);
        return await db.Set<T>().CountAsync(Ct);
    }

    private static Task IsRefusedAsync(NpgsqlConnectionStringBuilder database, Guid owner, Action<BacklotDb> change) =>
        IsRefusedAsync(database, owner, db =>
        {
            change(db);
            return Task.CompletedTask;
        });

    private static async Task IsRefusedAsync(NpgsqlConnectionStringBuilder database, Guid owner, Func<BacklotDb, Task> change)
    {
        await using var db = Open(database, owner);
        await change(db);

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync(Ct));

        Assert.Contains("of another owner", refused.Message, StringComparison.Ordinal);
    }
}
