using System.Text.RegularExpressions;
using Backlot.Library;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Studio;
using Backlot.Studio.Brains;
using Backlot.Studio.Projects;
using Backlot.Studio.Scenes;
using Backlot.Studio.Writing;
using Backlot.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Scene = Backlot.Studio.Scene;

namespace Backlot.Tests.Studio.Writing;

/// <summary>Everything of the studio is written through one door.</summary>
public sealed partial class StudioWritesTests(TestCluster cluster)
{
    private const string Tables = "projects|scenes|scene_versions|characters|character_images|brains|format_templates";

    /// <summary>Statements that write these tables by themselves, with what makes them pass the door. A line more here is a decision.</summary>
    private static readonly Dictionary<string, string> RunInside = new()
    {
        ["Studio/Characters/Sql/set_face.sql"] = "run in StudioWrites.InProjectAsync: a column that no property stands for",
        ["Studio/Brains/Sql/set_style.sql"] = "run in StudioWrites.OnShelfAsync: a column that no property stands for",
        ["Studio/Marketplace/Sql/copy_brain.sql"] = "run in StudioWrites.OnShelfAsync: copies what the buyer's context cannot see",
        ["Studio/Marketplace/Sql/copy_format.sql"] = "run in StudioWrites.OnShelfAsync: copies what the buyer's context cannot see",
        ["Studio/Shipped/Sql/put_brain.sql"] = "what comes with Backlot is on nobody's shelf",
        ["Studio/Shipped/Sql/put_format.sql"] = "what comes with Backlot is on nobody's shelf",
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void No_statement_writes_these_tables_by_itself()
    {
        var assembly = typeof(BacklotDb).Assembly;
        var inFiles = assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal) && !name.StartsWith("Platform/Database/Migrations/", StringComparison.Ordinal))
            .Where(name => WritesTable().IsMatch(SqlFile.Read(name)));
        var inCode = Sources().Where(file => WritesTable().IsMatch(Comment().Replace(File.ReadAllText(file), ""))).Select(Relative);

        Assert.Equal(RunInside.Keys.Order(), inFiles.Concat(inCode).Order());
    }

    [Fact]
    public void No_code_changes_rows_without_reading_them() =>
        Assert.Empty(Sources().Where(file => ChangesAtOnce().IsMatch(Comment().Replace(File.ReadAllText(file), ""))).Select(Relative));

    [Theory]
    [InlineData("update scenes set prompt = ''", true)]
    [InlineData("insert into\n  brains (name) values ($1)", true)]
    [InlineData("delete from only projects where id = $1", true)]
    [InlineData("merge into characters c using x", true)]
    [InlineData("select * from scenes for update", false)]
    [InlineData("update purchases set price = 0", false)]
    public void A_statement_is_judged_by_the_table_it_writes(string sql, bool writes) => Assert.Equal(writes, WritesTable().IsMatch(sql));

    [Theory]
    [InlineData("await db.Scenes.Where(s => s.Id == id).ExecuteDeleteAsync(ct);", true)]
    [InlineData("await db.Set<Brain>().ExecuteUpdateAsync(b => b, ct);", true)]
    [InlineData("await db.Assets.Where(a => a.Id == id).ExecuteDeleteAsync(ct);", false)]
    [InlineData("var x = await db.Scenes.CountAsync(ct); await db.Assets.ExecuteDeleteAsync(ct);", false)]
    public void A_change_at_once_is_seen_however_it_is_written(string code, bool seen) => Assert.Equal(seen, ChangesAtOnce().IsMatch(code));

    [Fact(Timeout = 60_000)]
    public async Task A_save_past_the_door_is_stopped()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var project = await server.Http.AddProjectAsync();
        var scene = await server.Http.AddSceneAsync(project.Id, new("A rooftop"));

        await IsStoppedAsync(server, db => db.Projects.Add(new() { UserId = server.OwnerId, Title = "Past" }));
        await IsStoppedAsync(server, db => db.Scenes.Add(SceneOf(server.OwnerId, project.Id)));
        await IsStoppedAsync(server, db => db.Characters.Add(new() { UserId = server.OwnerId, ProjectId = project.Id, Name = "Past", AppearanceDescriptor = new() }));
        await IsStoppedAsync(server, db => db.Brains.Add(new() { UserId = server.OwnerId, Name = "Past", Parameters = BrainParameters.None }));
        await IsStoppedAsync(server, async db => (await db.Scenes.SingleAsync(s => s.Id == scene.Id, Ct)).Prompt = "Past");
        await IsStoppedAsync(server, async db => db.Remove(await db.Projects.SingleAsync(p => p.Id == project.Id, Ct)));
        Assert.Equal("A rooftop", Assert.Single(await server.Http.ScenesAsync(project.Id)).Prompt);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_door_of_one_project_lets_nothing_of_another_through()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var (one, other) = (await server.Http.AddProjectAsync(), await server.Http.AddProjectAsync());
        await using var scope = Scope(server, out var db);

        var stopped = await Assert.ThrowsAsync<InvalidOperationException>(() => scope.ServiceProvider.GetRequiredService<StudioWrites>().InProjectAsync(one.Id, project =>
        {
            db.Scenes.Add(SceneOf(server.OwnerId, other.Id));
            return Task.FromResult(project);
        }, Ct));

        Assert.Contains("past StudioWrites", stopped.Message, StringComparison.Ordinal);
        Assert.Empty(await server.Http.ScenesAsync(other.Id));
    }

    [Fact(Timeout = 60_000)]
    public async Task Every_write_of_a_project_is_seen_at_its_time_of_change_and_one_that_changes_nothing_is_not()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var project = await server.Http.AddProjectAsync();

        await server.Http.AddSceneAsync(project.Id, new("A rooftop"));
        var after = await server.Http.SendAsync<ProjectView>(HttpMethod.Get, $"/api/projects/{project.Id}");
        await server.Http.SendAsync<ProjectView>(HttpMethod.Patch, $"/api/projects/{project.Id}", new ProjectEdit());
        var unchanged = await server.Http.SendAsync<ProjectView>(HttpMethod.Get, $"/api/projects/{project.Id}");

        Assert.True(after.UpdatedAt > project.UpdatedAt);
        Assert.Equal(after.UpdatedAt, unchanged.UpdatedAt);
    }

    [Fact(Timeout = 60_000)]
    public async Task Writers_of_one_project_come_one_after_another()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var project = await server.Http.AddProjectAsync();
        var scene = await server.Http.AddSceneAsync(project.Id, new("A rooftop"));
        var film = await server.AddAssetAsync(AssetKind.Video);

        await Task.WhenAll(Enumerable.Range(1, 8).Select(async n =>
        {
            await using var scope = Scope(server, out _);
            var shots = scope.ServiceProvider.GetRequiredService<SceneShots>();
            await shots.AddVersionAsync(scene.Id, new(film.Id, null, $"Take {n}", null, new(), null, Guid.Empty), job: Guid.Empty, Ct);
        }));
        await Task.WhenAll(Enumerable.Range(1, 8).Select(n => server.Http.AddSceneAsync(project.Id, new($"Scene {n}"))));

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], await server.Database.ColumnAsync<int>("select version_number from scene_versions order by 1"));
        Assert.Equal(9, (await server.Http.ScenesAsync(project.Id)).Count);
        Assert.Equal(9L, await server.Database.ValueAsync<long>("select count(distinct order_key) from scenes"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_was_read_before_the_lock_is_read_anew_behind_it()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var project = await server.Http.AddProjectAsync();
        var scene = await server.Http.AddSceneAsync(project.Id, new("A rooftop"));
        await using var scope = Scope(server, out var db);
        Assert.Equal("A rooftop", (await db.Scenes.SingleAsync(s => s.Id == scene.Id, Ct)).Prompt);
        await server.Http.SendAsync<SceneView>(HttpMethod.Patch, $"/api/scenes/{scene.Id}", new SceneEdit("A cellar"));

        var seen = await scope.ServiceProvider.GetRequiredService<StudioWrites>().InSceneAsync(scene.Id, found => Task.FromResult(found.Prompt), Ct);

        Assert.Equal("A cellar", seen);
    }

    [Fact(Timeout = 60_000)]
    public async Task There_is_no_door_to_what_is_not_ones_own()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var eve = await TestUser.AddAsync(server, "eve");
        var project = await server.Http.AddProjectAsync();
        await using var scope = Scope(server, out _, eve.Id);
        var writes = scope.ServiceProvider.GetRequiredService<StudioWrites>();

        var refused = await Assert.ThrowsAsync<Refusal>(() => writes.InProjectAsync(project.Id, Task.FromResult, Ct));

        Assert.Equal(404, refused.Status);
    }

    private static Scene SceneOf(Guid user, Guid project) => new() { UserId = user, ProjectId = project, OrderKey = "a5", Prompt = "Past", Parameters = new() };

    /// <summary>As a request or a job has it, guards and all.</summary>
    private static AsyncServiceScope Scope(TestServer server, out BacklotDb db, Guid? owner = null)
    {
        var scope = server.Services.CreateAsyncScope();
        db = scope.ServiceProvider.GetRequiredService<BacklotDb>();
        db.Owner = owner ?? server.OwnerId;
        return scope;
    }

    private static Task IsStoppedAsync(TestServer server, Action<BacklotDb> change) => IsStoppedAsync(server, db =>
    {
        change(db);
        return Task.CompletedTask;
    });

    private static async Task IsStoppedAsync(TestServer server, Func<BacklotDb, Task> change)
    {
        await using var scope = Scope(server, out var db);
        await change(db);
        var stopped = await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync(Ct));
        Assert.Contains("past StudioWrites", stopped.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Sources() => Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/Backlot"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    private static string Relative(string file) => Path.GetRelativePath(Path.Combine(Repository.Root, "src/Backlot"), file);

    [GeneratedRegex($@"\b(update|insert\s+into|delete\s+from|merge\s+into|truncate)\s+(only\s+)?({Tables})\b")]
    private static partial Regex WritesTable();

    [GeneratedRegex(@"(\.(Projects|Scenes|SceneVersions|Characters|CharacterImages|Brains|FormatTemplates)\b|Set<(Project|Scene|SceneVersion|Character|CharacterImage|Brain|FormatTemplate)>\(\))[^;]*\.Execute(Update|Delete)(Async)?\(")]
    private static partial Regex ChangesAtOnce();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
