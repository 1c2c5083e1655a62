using System.Net.Http.Json;
using System.Text.Json;
using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Backlot.Tests.Jobs;

/// <summary>A server that runs scripted jobs.</summary>
internal sealed class JobServer(TestServer server) : IAsyncDisposable
{
    public TestServer Server => server;
    public NpgsqlConnectionStringBuilder Database => server.Database;
    public HttpClient Http => server.Http;
    public Script Script => server.Services.GetRequiredService<Script>();
    public Guid Owner => server.OwnerId;
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="slots">Jobs at the same time.</param>
    /// <param name="database">Of another server; null for a new one.</param>
    /// <param name="settings">Others of the test's own.</param>
    /// <param name="services">More kinds of jobs, say.</param>
    public static async Task<JobServer> StartAsync(TestCluster cluster, Script script, double leaseSeconds = 5, int slots = 4,
        NpgsqlConnectionStringBuilder? database = null, Func<Settings, Settings>? settings = null,
        Action<IServiceCollection>? services = null)
    {
        var server = await TestServer.StartAsync(cluster,
            given =>
            {
                given.AddSingleton(script).AddJob<Scripted, ScriptedHandler>().AddJob<ShortScripted, ShortScriptedHandler>();
                services?.Invoke(given);
            },
            given => (settings?.Invoke(given) ?? given) with { LeaseSeconds = leaseSeconds, GenerateSlots = slots }, database: database);
        return new(server);
    }

    public async Task<Job> EnqueueAsync(string name, short priority = 5, Guid? subject = null, params Job[] after)
    {
        await using var db = server.OpenDb();
        var job = db.Enqueue(new Scripted(name), Owner, subject, priority, after);
        await db.SaveChangesAsync(Ct);
        return job;
    }

    /// <summary>Short jobs of these names, all at once.</summary>
    /// <returns>Their ids, by name.</returns>
    public async Task<Dictionary<string, Guid>> EnqueueShortAsync(params IEnumerable<string> names)
    {
        await using var db = server.OpenDb();
        var jobs = names.ToDictionary(name => name, name => NewJob.Of(new ShortScripted(name), Owner));
        await db.EnqueueManyAsync(jobs.Values, Ct);
        return jobs.ToDictionary(job => job.Key, job => job.Value.Id);
    }

    /// <summary>Returns when every job has ended and every lease is given back.</summary>
    public Task UntilIdleAsync() => Database.UntilAsync(
        "select not exists (select from jobs where completed_at is null) and not exists (select from job_batches) and not exists (select from job_queue)");

    /// <summary>What a statement says of several columns, a line a row, sorted.</summary>
    /// <param name="what">Columns of <c>jobs as j</c> and, if there is one, of the <c>job_attempts as a</c> joined to it.</param>
    /// <param name="attempts">A line for each attempt in the log.</param>
    public async Task<IEnumerable<string>> LinesAsync(string what, bool attempts = false) => (await Database.ColumnAsync<string>(
        $"select concat_ws(' ', {what}) from jobs as j {(attempts ? "join job_attempts as a on a.job_id = j.id" : "")}")).Order(StringComparer.Ordinal);

    /// <summary>A row as no enqueue would write it. Columns beside the required ones, with their values as SQL.</summary>
    public Task<Guid> InsertAsync(string name, string columns = "", string values = "", Guid? user = null) =>
        Database.ValueAsync<Guid>(
            $"insert into jobs (id, user_id, kind, queue, payload, max_attempts{columns}) " +
            $"values ($1, $2, 'test.scripted', 'test', jsonb_build_object('name', $3::text), 3{values}) returning id",
            Guid.CreateVersion7(), user ?? Owner, name);

    /// <summary>The row, whoever owns it.</summary>
    public async Task<Job> JobAsync(Guid id)
    {
        await using var db = server.OpenDb();
        return await db.Jobs.IgnoreQueryFilters().AsNoTracking().SingleAsync(j => j.Id == id, Ct);
    }

    /// <summary>The job, as soon as it is in that state.</summary>
    public async Task<Job> UntilAsync(Guid id, JobStatus status)
    {
        await Database.UntilAsync("select status = $2 from jobs where id = $1", id, TextEnum.Name(status));
        return await JobAsync(id);
    }

    /// <summary>What <c>/api/jobs/{id}/cancel</c> or <c>retry</c> answers.</summary>
    public async Task<HttpResponseMessage> PostAsync(Guid id, string verb) =>
        await Http.PostAsync(new Uri($"/api/jobs/{id}/{verb}", UriKind.Relative), null, Ct);

    public async Task<JsonElement> GetAsync(string path) => await Http.GetFromJsonAsync<JsonElement>(path, Ct);

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
