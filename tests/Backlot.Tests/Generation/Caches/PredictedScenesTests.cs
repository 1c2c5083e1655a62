using Backlot.Generation;
using Backlot.Generation.Caches;
using Backlot.Generation.Caches.Predicted;
using Backlot.Platform.Database;
using Backlot.Studio;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static Backlot.Tests.Generation.Caches.CachesOfServer;

namespace Backlot.Tests.Generation.Caches;

public sealed class PredictedScenesTests(TestCluster cluster)
{
    private static readonly Beat[] Beats = [new(1, "A quiet harbour"), new(2, "A storm comes up"), new(3, "The boat sinks"), new(4, "A rescue at dawn")];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void The_next_beat_is_the_most_probable_until_the_user_does_otherwise()
    {
        Assert.Equal([(2, 0.7), (1, 0.2), (3, 0.1)], NextScenes.After(Beats, 1, [], 3).Select(s => (s.Beat.Sequence, s.Probability)));
        Assert.Equal([1, 2], NextScenes.After(Beats, null, [], 3).Select(s => s.Beat.Sequence));
        Assert.Equal([4], NextScenes.After(Beats, 4, [], 3).Select(s => s.Beat.Sequence));
        Assert.Empty(NextScenes.After(Beats, 9, [], 3));
        Assert.Equal(1, NextScenes.After(Beats, 1, [.. Enumerable.Repeat(0, 30)], 1).Single().Beat.Sequence);
        Assert.True(NextScenes.After(Beats, 1, [0, 1, 2, 2, 1], 3).Sum(s => s.Probability) <= 1);
    }

    [Fact(Timeout = 60_000)]
    public async Task Only_what_is_probable_enough_is_made_ahead_and_no_more_than_the_leave_covers()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var (project, prediction) = await PredictAsync(server);

        Assert.Equal("A storm comes up", await MayMakeAsync(server, prediction, new(0.5, 10)));
        Assert.Equal("A quiet harbour, A storm comes up, The boat sinks", await MayMakeAsync(server, prediction, new(0, 0.5m)));
        Assert.Equal("", await MayMakeAsync(server, prediction, new(0, 0.4m)));
        await FulfilAsync(server, prediction, "A storm comes up", Lighthouse with { Prompt = "A storm comes up", ProjectId = project });
        Assert.Equal("A quiet harbour, The boat sinks", await MayMakeAsync(server, prediction, new(0, 1)));
        Assert.Equal("", await MayMakeAsync(server, prediction, new(0, 0.9m)));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_was_made_ahead_is_served_for_a_day_to_its_project_and_for_the_same_parameters()
    {
        var time = new ShiftedTime();
        await using var server = await TestServer.StartAsync(cluster, services => services.AddSingleton<TimeProvider>(time));
        var (project, prediction) = await PredictAsync(server);
        var question = Lighthouse with { Prompt = "A storm comes up", ProjectId = project };
        var asset = await FulfilAsync(server, prediction, question.Prompt, question);

        var hit = await server.FindAsync(question with { Prompt = "a storm comes up." });

        Assert.Equal((ServedBy.Predicted, asset, question.Prompt, 0.5m), (hit!.Level, hit.AssetId, hit.Prompt, hit.SavedUsd));
        Assert.Null(await server.FindAsync(question with { ProjectId = null }));
        Assert.Null(await server.FindAsync(question with { Model = "dummy v2" }));
        Assert.Null(await server.FindAsync(question with { Prompt = "No storm comes up" }));
        time.Advance(TimeSpan.FromHours(25));
        Assert.Null(await server.FindAsync(question));
    }

    [Fact(Timeout = 60_000)]
    public async Task Predicted_anew_it_keeps_what_was_made_and_a_wrong_one_is_not_offered_again()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var (project, prediction) = await PredictAsync(server);
        var question = Lighthouse with { Prompt = "A storm comes up", ProjectId = project };
        await FulfilAsync(server, prediction, question.Prompt, question);

        Assert.Equal(prediction, await KeepAsync(server, project));
        Assert.Equal("", await MayMakeAsync(server, prediction, new(0.5, 10)));
        await server.ReportWrongAsync(question, (await server.FindAsync(question))!);

        Assert.Null(await server.FindAsync(question));
    }

    private static async Task<(Guid Project, Guid Prediction)> PredictAsync(TestServer server)
    {
        var project = new Project { UserId = server.OwnerId, Title = "Storm" };
        await using var db = server.OpenDb();
        db.Add(project);
        await db.SaveChangesAsync(Ct);
        return (project.Id, (await KeepAsync(server, project.Id))!.Value);
    }

    private static Task<Guid?> KeepAsync(TestServer server, Guid project) => server.InScopeAsync((at, user) =>
        at.GetRequiredService<PredictedScenes>().KeepAsync(user, project, null, NextScenes.After(Beats, 1, [], 3), Ct));

    /// <returns>The scenes that may be made ahead, each for 0.50 US dollars.</returns>
    private static Task<string> MayMakeAsync(TestServer server, Guid prediction, SpendingLeave leave) => server.InScopeAsync(async (at, user) =>
    {
        var may = new List<string>();
        foreach (var beat in Beats)
            if (await at.GetRequiredService<PredictedScenes>().MayMakeAsync(user, prediction, beat.Prompt, leave, 0.5m, Ct))
                may.Add(beat.Prompt);
        return string.Join(", ", may);
    });

    private static Task<Guid> FulfilAsync(TestServer server, Guid prediction, string prompt, CacheQuestion question) => server.InScopeAsync(async (at, user) =>
    {
        var asset = AssetOf(user);
        at.GetRequiredService<BacklotDb>().Add(asset);
        Assert.True(await at.GetRequiredService<PredictedScenes>().FulfilAsync(user, prediction, prompt, question, asset.Id, 0.5m, Ct));
        return asset.Id;
    });
}
