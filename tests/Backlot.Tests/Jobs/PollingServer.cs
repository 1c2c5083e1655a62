using System.Collections.Concurrent;
using Backlot.Jobs;
using Backlot.Jobs.Polls;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Jobs;

/// <summary>What a provider says about jobs of an account, by their ids.</summary>
internal delegate Task<Dictionary<string, PollAnswer>> Answering(string account, IReadOnlyList<string> ids);

/// <summary>A provider that answers as its test says.</summary>
internal sealed class ScriptedPoller(Answering answer) : IPoller
{
    public string Provider => "test";

    /// <summary>What was asked about, a list a call.</summary>
    public ConcurrentQueue<IReadOnlyList<string>> Calls { get; } = [];

    public async Task<IReadOnlyDictionary<string, PollAnswer>> PollAsync(string account, IReadOnlyList<string> providerJobIds, CancellationToken ct)
    {
        Calls.Enqueue(providerJobIds);
        return await answer(account, providerJobIds);
    }
}

/// <summary>A server whose jobs wait for a scripted provider.</summary>
internal sealed record PollingServer(JobServer Jobs, ScriptedPoller Poller) : IAsyncDisposable
{
    public const string Account = "test:account";

    /// <summary>How long a job waits before it is first asked about.</summary>
    public static readonly TimeSpan Now = TimeSpan.Zero, Never = TimeSpan.FromDays(1);

    /// <param name="first">A server whose database it shares; null for one of its own.</param>
    /// <param name="started">Told of the server before a job can be enqueued.</param>
    /// <param name="looks">Null for the product's own.</param>
    public static async Task<PollingServer> StartAsync(TestCluster cluster, Script script, Answering answer,
        int slots = 4, JobServer? first = null, Action<JobServer>? started = null, PollPace? looks = null)
    {
        var poller = new ScriptedPoller(answer);
        var server = await JobServer.StartAsync(cluster, script, slots: slots, database: first?.Database, services: services =>
        {
            services.AddSingleton<IPoller>(poller);
            if (looks is not null)
                services.AddSingleton(looks);
        });
        started?.Invoke(server);
        return new(server, poller);
    }

    /// <param name="which">A condition of the polls, with its <c>where</c>; nothing for all.</param>
    public Task<int> AskNowAsync(string which = "") => Jobs.Database.RunAsync(
        $"update job_polls set next_poll_at = now() where ctid in (select ctid from job_polls {which} for update skip locked)");

    /// <summary>Every job but "free" waits for what is called as it is, and keeps the answer as its result.</summary>
    public static Script Waiting(TimeSpan first) => Script.Of(run => run.Name == "free"
        ? new Outcome.Done()
        : run.Job.Answer<string>() is { } answer ? new Outcome.Done(Result: answer) : new Outcome.Await("test", Account, run.Name, first));

    /// <summary>Every job waits for what is called as it is, of an account of its own.</summary>
    /// <param name="accountOf">Another account, for a job's name.</param>
    public static Script OfAnAccountEach(Func<string, string>? accountOf = null) => Script.Of(run => run.Job.Answer<string>() is { } answer
        ? new Outcome.Done(Result: answer)
        : new Outcome.Await("test", accountOf?.Invoke(run.Name) ?? run.Name, run.Name, Now));

    public static Task<Dictionary<string, PollAnswer>> AllEnded(string account, IReadOnlyList<string> ids) =>
        Answers(ids, id => new PollAnswer.Ended($"\"made {id}\""));

    public static Task<Dictionary<string, PollAnswer>> Answers(IReadOnlyList<string> ids, Func<string, PollAnswer> answer) =>
        Task.FromResult(ids.ToDictionary(id => id, answer));

    public static ParkedJobs Parked(JobServer server) => server.Server.Services.GetRequiredService<ParkedJobs>();

    public ValueTask DisposeAsync() => Jobs.DisposeAsync();
}
