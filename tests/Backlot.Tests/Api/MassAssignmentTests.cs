using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Backlot.Tests.Support;

namespace Backlot.Tests.Api;

/// <summary>A request sets the fields that are its own, and none that the server keeps.</summary>
public sealed class MassAssignmentTests(ApiServer api) : IClassFixture<ApiServer>
{
    private static readonly string[] Kept =
        ["id", "userId", "ownerId", "tenantId", "role", "isAdmin", "createdAt", "updatedAt", "status", "cost", "creditsBalance", "videoAssetId"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_field_that_the_server_keeps_is_refused_in_every_body()
    {
        using var user = await TestUser.AddAsync(api.Server, "assigner", isAdmin: true);
        var own = await Belongings.AddAsync(api.Server, user.Id);
        var withBody = api.Operations.Where(o => o.Body is not null && !ApiExamples.All[o.Id].IsOpen).ToList();
        Assert.NotEmpty(withBody);

        foreach (var operation in withBody)
            foreach (var field in Kept.Except(operation.Body!.Value.GetProperty("properties").EnumerateObject().Select(p => p.Name)))
            {
                using var request = ApiExamples.All[operation.Id].Request(operation, own);
                var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(Ct))!.AsObject();
                body[field] = "1";
                request.Content = JsonContent.Create(body);

                using var reply = await user.Http.SendAsync(request, Ct);

                var problem = await ProblemDocument.ReadAsync(reply);
                Assert.True((problem.Status, problem.Code) == (400, "field.unknown"), $"{operation.Id} answered {problem} to {field}.");
                Assert.Equal("/" + field, problem.Errors!.Value[0].GetProperty("pointer").GetString());
            }

        Assert.Equal("royal court", await api.Server.Database.ValueAsync<string>("select brand_niche from channels where id = $1", own.Channel));
    }
}
