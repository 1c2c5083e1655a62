using Backlot.Jobs;
using Backlot.Tests.Support;

namespace Backlot.Tests.Jobs;

public sealed class JobOwnerTests(TestCluster cluster)
{
    [Fact(Timeout = 60_000)]
    public async Task A_run_sees_what_its_user_owns_whoever_else_is_served_beside_it()
    {
        var seen = new TaskCompletionSource<(Guid Owner, Guid User)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await JobServer.StartAsync(cluster, Script.Of(run =>
        {
            if (run.Name == "theirs")
                seen.TrySetResult((run.Db.Owner, run.Job.UserId));
            return new Outcome.Done();
        }));
        var other = await server.Database.AddUserAsync();

        await server.EnqueueAsync("mine");
        await server.UntilAsync(await server.InsertAsync("theirs", user: other), JobStatus.Completed);

        Assert.Equal((other, other), await seen.Task);
    }
}
