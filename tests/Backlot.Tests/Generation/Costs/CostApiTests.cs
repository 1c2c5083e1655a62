using System.Net.Http.Json;
using Backlot.Generation.Costs;
using Backlot.Tests.Support;

namespace Backlot.Tests.Generation.Costs;

public sealed class CostApiTests(TestCluster cluster, SharedServer shared) : IClassFixture<SharedServer>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Costs_are_summed_by_project_provider_and_day_with_what_the_caches_saved()
    {
        await using var server = await TestServer.StartAsync(cluster);
        var project = Guid.CreateVersion7();
        await FillAsync(server, server.OwnerId, project);

        var byProvider = await ReadAsync(server.Http, "groupBy=provider");
        var byProject = await ReadAsync(server.Http, "groupBy=project");
        var byDay = await ReadAsync(server.Http, "groupBy=day");

        Assert.Equal([new("kling", 0.5m, 2, 0, 0), new("openai", 1.25m, 3, 2.5m, 2)], byProvider.Items);
        Assert.Equal([new($"{project}", 1.25m, 3, 2.5m, 2), new(null, 0.5m, 2, 0, 0)], byProject.Items);
        Assert.Equal([new("2026-03-01", 1m, 2, 1m, 1), new("2026-03-02", 0.75m, 3, 1.5m, 1)], byDay.Items);
        Assert.All([byProvider, byProject, byDay], v => Assert.Equal((1.75m, 5L, 2.5m, 2L), (v.SpentUsd, v.Calls, v.SavedUsd, v.SavedCalls)));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_first_and_the_last_day_count_whole_and_no_moment_beyond()
    {
        await using var server = await TestServer.StartAsync(cluster);
        await FillAsync(server, server.OwnerId, Guid.CreateVersion7());

        Assert.Equal(1m, (await ReadAsync(server.Http, "groupBy=day", "2026-03-01", "2026-03-01")).SpentUsd);
        Assert.Equal(0.75m, (await ReadAsync(server.Http, "groupBy=day", "2026-03-02", "2026-03-02")).SpentUsd);
        Assert.Empty((await ReadAsync(server.Http, "", "2026-03-03", "2026-04-01")).Items);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_another_user_spent_is_not_told()
    {
        await using var server = await TestServer.StartAsync(cluster);
        using var bob = await TestUser.AddAsync(server, "bob");
        await FillAsync(server, bob.Id, Guid.CreateVersion7());

        Assert.Empty((await ReadAsync(server.Http, "groupBy=project")).Items);
        Assert.Equal(1.75m, (await ReadAsync(bob.Http, "")).SpentUsd);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("groupBy=user", "group-by.invalid")]
    [InlineData("from=2026-03-02&to=2026-03-01", "period.invalid")]
    [InlineData("from=0001-01-01&to=9999-12-31", "period.invalid")]
    [InlineData("to=9999-12-31", "period.invalid")]
    [InlineData("from=yesterday", "from.invalid")]
    public async Task What_is_no_grouping_or_period_is_refused(string query, string code)
    {
        var server = shared.Server;

        await (await server.Http.GetAsync(new Uri("/api/costs?" + query, UriKind.Relative), Ct)).ProblemAsync(400, code);
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_a_word_the_last_thirty_days_are_meant()
    {
        var server = shared.Server;

        var view = (await server.Http.GetFromJsonAsync<CostView>("/api/costs", Ct))!;
        var early = (await server.Http.GetFromJsonAsync<CostView>("/api/costs?to=0001-01-05", Ct))!;

        Assert.Equal(("provider", 29), (view.GroupBy, view.To.DayNumber - view.From.DayNumber));
        Assert.Equal(DateOnly.MinValue, early.From);
    }

    private static async Task<CostView> ReadAsync(HttpClient http, string query, string from = "2026-02-15", string to = "2026-03-15") =>
        (await http.GetFromJsonAsync<CostView>($"/api/costs?from={from}&to={to}&{query}", Ct))!;

    private static Task<int> FillAsync(TestServer server, Guid user, Guid project) => server.Database.RunAsync("""
        insert into generations (user_id, intent_key, kind, provider, prompt, cost, served_by, project_id, metadata, created_at) values
            ($1, '1', 'image', 'openai', 'x', 1.00, 'provider', $2, '{"calls": 2}', '2026-03-01T00:00:00Z'),
            ($1, '2', 'image', 'openai', 'x', 0.25, 'provider', $2, '{}',           '2026-03-02T00:00:00Z'),
            ($1, '3', 'image', 'openai', 'x', 1.00, 'exact',    $2, '{}',           '2026-03-01T23:59:59Z'),
            ($1, '4', 'image', 'openai', 'x', 1.50, 'semantic', $2, '{}',           '2026-03-02T12:00:00Z'),
            ($1, '5', 'video', 'kling',  'x', 0.50, 'provider', null, '{"calls": 2}', '2026-03-02T23:59:59Z')
        """, user, project);
}
