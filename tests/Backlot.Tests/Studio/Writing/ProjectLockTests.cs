using System.Net;
using System.Net.Http.Json;
using Backlot.Library;
using Backlot.Platform.Database;
using Backlot.Studio.Characters;
using Backlot.Studio.Projects;
using Backlot.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Tests.Studio.Writing;

/// <summary>Locks that two writers of a project take in the same order, whatever brings them there.</summary>
public sealed class ProjectLockTests(TestCluster cluster)
{
    private const string IsWaitedFor = "select exists (select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database())";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = 60_000)]
    [InlineData("DELETE", "the picture", HttpStatusCode.NoContent)]
    [InlineData("PATCH", "the character", HttpStatusCode.OK)]
    public async Task Who_changes_a_character_waits_for_the_job_that_measures_it_and_neither_for_ever(string method, string what, HttpStatusCode expected)
    {
        await using var server = await StartAsync();
        var (project, picture) = ((await server.Http.AddProjectAsync()).Id, (await server.AddAssetAsync(AssetKind.Image)).Id);
        var mara = (await server.Http.AddCharacterAsync(project, new("Mara", ReferenceImages: [picture]))).Id;
        await using var measuring = server.OpenDb();
        await using var transaction = await measuring.Database.BeginTransactionAsync(Ct);
        // As a job's write begins: its subject, its own row.
        await measuring.LockSubjectAsync(project, Ct);
        await measuring.Database.ExecuteSqlAsync($"select from jobs where subject = {project} for update", Ct);

        var changing = server.Http.SendAsync(new(new(method), what == "the picture" ? $"/api/assets/{picture}" : $"/api/characters/{mara}")
        {
            Content = what == "the picture" ? null : JsonContent.Create(new CharacterEdit(ReferenceImages: [])),
        }, Ct);
        await server.Database.UntilAsync(IsWaitedFor);
        await measuring.Database.ExecuteSqlAsync($"select from projects where id = {project} for no key update", Ct);
        await transaction.CommitAsync(Ct);
        using var changed = await changing;

        Assert.Equal(expected, changed.StatusCode);
        Assert.Empty((await server.Http.SendAsync<CharacterView>(HttpMethod.Get, $"/api/characters/{mara}")).ReferenceImages);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_project_that_comes_to_show_an_asset_while_that_waits_to_be_deleted_is_seen_to_change_as_well()
    {
        await using var server = await StartAsync();
        var (one, other) = ((await server.Http.AddProjectAsync()).Id, (await server.Http.AddProjectAsync()).Id);
        var picture = (await server.AddAssetAsync(AssetKind.Image)).Id;
        await server.Http.AddCharacterAsync(one, new("Mara", ReferenceImages: [picture]));
        await using var busy = server.OpenDb();
        await using var transaction = await busy.Database.BeginTransactionAsync(Ct);
        await busy.Database.ExecuteSqlAsync($"select from users where id = {server.OwnerId} for no key update", Ct);

        var deleting = server.Http.DeleteAsync(new Uri($"/api/assets/{picture}", UriKind.Relative), Ct);
        await server.Database.UntilAsync(IsWaitedFor);
        var ben = await server.Http.AddCharacterAsync(other, new("Ben", ReferenceImages: [picture]));
        var before = await ProjectAsync(server, other);
        await transaction.RollbackAsync(Ct);
        using var deleted = await deleting;

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Empty((await server.Http.SendAsync<CharacterView>(HttpMethod.Get, $"/api/characters/{ben.Id}")).ReferenceImages);
        Assert.True((await ProjectAsync(server, other)).UpdatedAt > before.UpdatedAt);
    }

    /// <summary>Which runs no jobs: they would take the same locks.</summary>
    private Task<TestServer> StartAsync() => TestServer.StartAsync(cluster, settings: given => given with { RunsJobs = false });

    private static Task<ProjectView> ProjectAsync(TestServer server, Guid id) => server.Http.SendAsync<ProjectView>(HttpMethod.Get, $"/api/projects/{id}");
}
