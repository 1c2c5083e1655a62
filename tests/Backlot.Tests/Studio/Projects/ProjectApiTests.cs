using Backlot.Platform.Http;
using Backlot.Studio;
using Backlot.Studio.Brains;
using Backlot.Studio.Formats;
using Backlot.Studio.Projects;
using Backlot.Studio.Scenes;
using Backlot.Tests.Support;

namespace Backlot.Tests.Studio.Projects;

public sealed class ProjectApiTests(TestCluster cluster)
{
    [Fact(Timeout = 60_000)]
    public async Task A_project_comes_back_as_it_was_written_and_changes_by_what_is_given()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var brain = (await server.Http.SendAsync<Page<BrainSummary>>(HttpMethod.Get, "/api/brains?key=rain-noir")).Items[0];

        var made = await server.Http.AddProjectAsync(new("  The lighthouse ", ProjectType.Short, BrainId: brain.Id, Settings: new("9:16", 90, BudgetUsd: 2.5m, CustomBrainParams: new(Mood: -0.5))));
        var edited = await server.Http.SendAsync<ProjectView>(HttpMethod.Patch, $"/api/projects/{made.Id}", new ProjectEdit(Status: ProjectStatus.Active));

        Assert.Equal(("The lighthouse", ProjectType.Short, ProjectStatus.Draft, brain.Id), (made.Title, made.ProjectType, made.Status, made.BrainId));
        Assert.Equal(new("9:16", 90, BudgetUsd: 2.5m, CustomBrainParams: new(Mood: -0.5)), made.Settings);
        Assert.Equal(made with { Status = ProjectStatus.Active, UpdatedAt = edited.UpdatedAt }, edited);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_brain_is_taken_out_on_request_and_not_together_with_another_one()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var brain = (await server.Http.SendAsync<Page<BrainSummary>>(HttpMethod.Get, "/api/brains?key=rain-noir")).Items[0];
        var made = await server.Http.AddProjectAsync(new("The lighthouse", BrainId: brain.Id));
        var path = $"/api/projects/{made.Id}";

        var refused = await server.Http.RefusedAsync(HttpMethod.Patch, path, new ProjectEdit(BrainId: brain.Id, WithoutBrain: true));
        var left = await server.Http.SendAsync<ProjectView>(HttpMethod.Patch, path, new ProjectEdit(WithoutBrain: false));
        var plain = await server.Http.SendAsync<ProjectView>(HttpMethod.Patch, path, new ProjectEdit(WithoutBrain: true));

        Assert.Equal((422, "/withoutBrain"), (refused.Status, refused.Errors!.Value.EnumerateArray().Single().GetProperty("pointer").GetString()));
        Assert.Equal((brain.Id, null), (left.BrainId, plain.BrainId));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_format_lays_out_the_scenes_stretched_to_the_length_of_the_film()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var format = (await server.Http.SendAsync<Page<FormatSummary>>(HttpMethod.Get, "/api/formats?key=kishotenketsu")).Items[0];

        var plain = await server.Http.AddProjectAsync(new("As suggested", FormatId: format.Id));
        var stretched = await server.Http.AddProjectAsync(new("Twice as long", FormatId: format.Id, Settings: new(TargetDurationSeconds: 130)));
        var (scenes, longer) = (await server.Http.ScenesAsync(plain.Id), await server.Http.ScenesAsync(stretched.Id));

        Assert.Equal((4, 0, format.Id), (plain.SceneCount, plain.ShotCount, plain.FormatId));
        Assert.Equal(["Ki: introduction", "Shō: development", "Ten: turn", "Ketsu: reconciliation"], scenes.Select(s => s.Beat));
        Assert.Equal([1, 2, 3, 4], scenes.Select(s => s.SequenceNumber));
        Assert.All(scenes, scene => Assert.NotEmpty(scene.Prompt));
        Assert.Equal([15.0, 18, 15, 17], scenes.Select(s => s.DurationSeconds!.Value));
        Assert.Equal([30.0, 36, 30, 34], longer.Select(s => s.DurationSeconds!.Value));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_brain_or_format_that_is_not_at_hand_is_refused_and_nothing_is_begun()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        using var eve = await TestUser.AddAsync(server, "eve");
        var hers = await eve.Http.SendAsync<BrainView>(HttpMethod.Post, "/api/brains", NewBrain.Example, System.Net.HttpStatusCode.Created);

        var refused = await server.Http.RefusedAsync(HttpMethod.Post, "/api/projects", new NewProject("Stolen", BrainId: hers.Id, FormatId: Guid.CreateVersion7()));

        Assert.Equal((422, "invalid"), (refused.Status, refused.Code));
        Assert.Equal(["/brainId", "/formatId"], refused.Errors!.Value.EnumerateArray().Select(e => e.GetProperty("pointer").GetString()));
        Assert.Equal(0L, await server.Database.ValueAsync<long>("select count(*) from projects"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Lists_find_by_title_and_status_and_a_deleted_project_takes_everything_of_its_own_along()
    {
        await using var server = await TestServer.StartAsync(cluster, settings: TestServer.WithoutJobs);
        var (one, other) = (await server.Http.AddProjectAsync(new("One")), await server.Http.AddProjectAsync(new("Other")));
        await server.Http.AddSceneAsync(one.Id, new("A roof"));
        await server.Http.AddCharacterAsync(one.Id, new("Mara"));
        await server.Http.SendAsync<ProjectView>(HttpMethod.Patch, $"/api/projects/{other.Id}", new ProjectEdit(Status: ProjectStatus.Archived));

        var drafts = await server.Http.SendAsync<Page<ProjectView>>(HttpMethod.Get, "/api/projects?status=draft");
        var found = await server.Http.SendAsync<Page<ProjectView>>(HttpMethod.Get, "/api/projects?q=OTH");
        using (await server.Http.DeleteAsync(new Uri($"/api/projects/{one.Id}", UriKind.Relative), TestContext.Current.CancellationToken)) { }

        Assert.Equal([one.Id], drafts.Items.Select(p => p.Id));
        Assert.Equal([other.Id], found.Items.Select(p => p.Id));
        Assert.Equal(0L, await server.Database.ValueAsync<long>("select (select count(*) from scenes) + (select count(*) from characters)"));
        Assert.Equal("not-found", (await server.Http.RefusedAsync(HttpMethod.Get, $"/api/projects/{one.Id}/scenes")).Code);
    }
}
