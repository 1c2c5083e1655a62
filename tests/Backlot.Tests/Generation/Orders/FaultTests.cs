using System.Text.Json.Nodes;
using Backlot.Tests.Generation.Fakes;
using Backlot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Backlot.Tests.Generation.Orders;

/// <summary>All that goes wrong at a provider, and that nothing is ordered twice for it.</summary>
public sealed class FaultTests(TestCluster cluster)
{
    private static readonly FakeReply SlowDown = FakeReply.Json("""{"error": "slow down"}""", 429, "Retry-After: 1\r\n");

    private static FakeReply SlowDownUntil => FakeReply.Json("""{"error": "slow down"}""", 429, $"Retry-After: {TimeProvider.System.GetUtcNow().AddSeconds(1):R}\r\n");

    private static readonly FakeReply Broken = FakeReply.Json("""{"error": {"message": "Internal error"}}""", 500);

    /// <summary>What is overcome at each provider in the same way.</summary>
    private static Dictionary<string, FakeFault?> AtAnyOvercome => new()
    {
        ["all is well"] = null,
        ["too fast, in seconds"] = new(FakeStep.Order, SlowDown),
        ["too fast, by date"] = new(FakeStep.Order, SlowDownUntil),
        ["a burst of errors"] = new(FakeStep.Order, Broken, Times: 3),
        ["a page of a proxy"] = new(FakeStep.Order, FakeReply.Html(502)),
        ["asked too fast"] = new(FakeStep.Ask, SlowDown),
        ["errors when asked"] = new(FakeStep.Ask, Broken, Times: 3),
        ["a page when asked"] = new(FakeStep.Ask, FakeReply.Html(503), Times: 2),
    };

    /// <summary>The same of a film that lies at an address.</summary>
    private static Dictionary<string, FakeFault?> FetchedOvercome => new(AtAnyOvercome)
    {
        ["a download that breaks off"] = new(FakeStep.Fetch, new(200, new byte[1000], "video/mp4", IsCut: true)),
        ["a download of another type"] = new(FakeStep.Fetch, FakeReply.Html(200)),
        ["a download of nothing"] = new(FakeStep.Fetch, new(200, [], "video/mp4")),
        ["a page for a film"] = new(FakeStep.Fetch, FakeReply.Html(502), Times: 2),
    };

    [Fact(Timeout = 120_000)]
    public async Task Runway_is_ordered_from_once_whatever_goes_wrong()
    {
        await using var fake = new RunwayFake();
        await MadeOnceAsync(fake, new(FetchedOvercome)
        {
            ["a gateway gave up"] = new(FakeStep.Order, FakeReply.Html(504)),
            ["waits its turn"] = new(FakeStep.Ask, FakeReply.Json("""{"status": "THROTTLED"}"""), Times: 2),
            ["an unknown state"] = new(FakeStep.Ask, FakeReply.Json("""{"status": "PONDERING"}"""), Times: 2),
            ["an address that has expired"] = new(FakeStep.Fetch, FakeReply.Json("{}", 403), Times: 2),
        }, new()
        {
            ["no answer to the order"] = (new(FakeStep.Order, FakeReply.Hang, AfterWork: true), 1, "failed: Runway gave no whole answer: The reply takes longer than allowed. It may have been ordered and paid for"),
            ["hung up on the order"] = (new(FakeStep.Order, FakeReply.Reset, AfterWork: true), 1, "failed: Runway gave no whole answer: "),
            ["a good page for an answer"] = (new(FakeStep.Order, FakeReply.Html(200), AfterWork: true), 1, "failed: Runway answered 200 with what is no JSON object. It may have been ordered"),
            ["an answer without an id"] = (new(FakeStep.Order, FakeReply.Json("{}"), AfterWork: true), 1, "failed: Runway took the order and named no id for it. It may have been"),
            ["a bad key"] = (new(FakeStep.Order, FakeReply.Json("""{"error": "Unauthorized"}""", 401), 9), 0, "failed: Runway answered 401: Unauthorized. Your key was refused"),
            ["a bad request"] = (new(FakeStep.Order, FakeReply.Json("""{"error": "Bad ratio"}""", 400), 9), 0, "failed: Runway answered 400: Bad ratio. It cannot use what it was sent."),
            ["errors for ever"] = (new(FakeStep.Order, Broken, 99), 0, "failed: Runway answered 500: Internal error."),
            ["unsafe"] = (new(FakeStep.Ask, FakeReply.Json("""{"status": "FAILED", "failure": "No.", "failureCode": "SAFETY.INPUT.TEXT"}""")), 1, "failed: Runway could not make it: No. It does not make this"),
            ["badly made"] = (new(FakeStep.Ask, FakeReply.Json("""{"status": "FAILED", "failure": "Odd", "failureCode": "INTERNAL.BAD_OUTPUT.CODE01"}""")), 1, "failed: Runway could not make it: Odd."),
            ["cancelled there"] = (new(FakeStep.Ask, FakeReply.Json("""{"status": "CANCELLED"}""")), 1, "failed: It was cancelled at Runway"),
            ["forgotten there"] = (new(FakeStep.Ask, FakeReply.Json("""{"error": "Not found"}""", 404), 9), 1, "failed: Runway answered 404: Not found."),
            ["done without a film"] = (new(FakeStep.Ask, FakeReply.Json("""{"status": "SUCCEEDED", "output": []}""")), 1, "failed: Runway says that it is done and names nothing that was made."),
            ["a film on this machine"] = (new(FakeStep.Ask, FakeReply.Json("""{"status": "SUCCEEDED", "output": ["http://localhost/etc/passwd"]}"""), 9), 1, "failed: Runway names an address for what it made that is not called"),
            ["a film that never comes"] = (new(FakeStep.Fetch, FakeReply.Html(404), 99), 1, "failed: Runway answered 404 when what it made was fetched."),
        });
        Assert.NotEmpty(fake.MediaHeads);
        Assert.DoesNotContain(fake.MediaHeads, head => head.Contains(VideoFake.Key, StringComparison.Ordinal));
    }

    [Fact(Timeout = 120_000)]
    public async Task Kling_is_ordered_from_once_and_what_got_lost_is_found_by_our_own_id()
    {
        await using var fake = new KlingFake();
        await MadeOnceAsync(fake, new(FetchedOvercome)
        {
            ["too many at once, with 200"] = new(FakeStep.Order, KlingFake.Code(200, 1303, "parallel task over resource pack limit")),
            ["too many at once, with 429"] = new(FakeStep.Order, KlingFake.Code(429, 1303, "parallel task over resource pack limit"), Times: 3),
            ["taken, and an error all the same"] = new(FakeStep.Order, KlingFake.Code(500, 5000, "Server internal error"), AfterWork: true),
            ["taken, and a page all the same"] = new(FakeStep.Order, FakeReply.Html(502), AfterWork: true),
            ["its clock is behind"] = new(FakeStep.Order, KlingFake.Code(401, 1003, "Authorization is not yet valid")),
            ["the token runs out while it works"] = new(FakeStep.Ask, KlingFake.Code(401, 1004, "Authorization is expired"), Times: 2),
            ["a burst of its own errors"] = new(FakeStep.Order, KlingFake.Code(500, 5000, "Server internal error"), Times: 2),
            ["no answer to the order"] = new(FakeStep.Order, FakeReply.Hang, AfterWork: true),
            ["hung up on the order"] = new(FakeStep.Order, FakeReply.Reset, AfterWork: true),
            ["a good page for an answer"] = new(FakeStep.Order, FakeReply.Html(200), AfterWork: true),
            ["it says that it took too long"] = new(FakeStep.Order, KlingFake.Code(504, 5002, "timeout"), AfterWork: true),
            ["an unknown state"] = new(FakeStep.Ask, KlingFake.Ok(new JsonObject { ["task_status"] = "thinking" }), Times: 2),
            ["an address that has expired"] = new(FakeStep.Fetch, FakeReply.Json("{}", 403)),
        }, new()
        {
            ["never came"] = (new(FakeStep.Order, FakeReply.Reset, 9), 0, "failed: Kling gave no whole answer"),
            ["unsafe words"] = (new(FakeStep.Order, KlingFake.Code(429, 1301, "content security"), 9), 0, "failed: Kling answered 429: content security. It does not make this"),
            ["no such parameter"] = (new(FakeStep.Order, KlingFake.Code(400, 1201, "duration invalid"), 9), 0, "failed: Kling answered 400: duration invalid. It cannot use"),
            ["a film on this machine"] = (new(FakeStep.Ask, KlingFake.Ok(new JsonObject
            {
                ["task_id"] = "x", ["task_status"] = "succeed", ["task_result"] = new JsonObject { ["videos"] = new JsonArray(new JsonObject { ["url"] = "http://localhost/etc/passwd" }) },
            }), 9), 1, "failed: Kling names an address for what it made that is not called"),
            ["no pack left"] = (new(FakeStep.Order, KlingFake.Code(429, 1102, "Resource pack exhausted"), 9), 0, "failed: Kling answered 429: Resource pack exhausted. Your account has no credit"),
            ["risky"] = (new(FakeStep.Ask, KlingFake.Ok(new JsonObject { ["task_id"] = "x", ["task_status"] = "failed", ["task_status_msg"] = "Failure to pass the risk control system" }), 9), 1, "failed: Kling could not make it: Failure to pass the risk control system. It does not make this"),
        });
    }

    [Fact(Timeout = 120_000)]
    public async Task A_gateway_like_Sora_is_ordered_from_once_and_what_got_lost_is_found_in_its_list()
    {
        await using var fake = new SoraFake();
        await MadeOnceAsync(fake, new(FetchedOvercome)
        {
            ["taken, and an error all the same"] = new(FakeStep.Order, Broken, AfterWork: true),
            ["taken, and a page all the same"] = new(FakeStep.Order, FakeReply.Html(502), AfterWork: true),
            ["told in milliseconds"] = new(FakeStep.Order, FakeReply.Json("{}", 503, "retry-after-ms: 200\r\n")),
            ["told to come again"] = new(FakeStep.Order, FakeReply.Json("{}", 400, "x-should-retry: true\r\n")),
            ["no answer to the order"] = new(FakeStep.Order, FakeReply.Hang, AfterWork: true),
            ["a gateway gave up"] = new(FakeStep.Order, FakeReply.Html(504), AfterWork: true),
            ["a download of JSON"] = new(FakeStep.Fetch, FakeReply.Json("{}")),
        }, new()
        {
            ["told not to come again"] = (new(FakeStep.Order, FakeReply.Json("{}", 503, "x-should-retry: false\r\n"), 9), 0, "failed: OpenAI-compatible video answered 503."),
            ["moderated"] = (new(FakeStep.Ask, FakeReply.Json("""{"status": "failed", "error": {"code": "moderation_blocked", "message": "Blocked"}}""")), 1, "failed: OpenAI-compatible video could not make it: Blocked. It does not make this"),
            ["a film that leads inside"] = (new(FakeStep.Fetch, new(302, [], Headers: "Location: http://169.254.169.254/latest/meta-data\r\n"), 9), 1, "failed: OpenAI-compatible video did not hand over what it made"),
            ["its files are gone"] = (new(FakeStep.Fetch, FakeReply.Json("""{"error": {"message": "Files [file_1] are not accessible"}}""", 403), 9), 1, "failed: OpenAI-compatible video answered 403 when what it made was fetched. What was made cannot be had"),
        });
    }

    [Fact(Timeout = 120_000)]
    public async Task Veo_hands_over_40_MB_within_its_answer()
    {
        await using var fake = new VeoFake { Film = new byte[30 << 20] };

        await MadeOnceAsync(fake, new() { ["a long film"] = null }, []);
    }

    [Fact(Timeout = 120_000)]
    public async Task Veo_is_ordered_from_once_whatever_goes_wrong()
    {
        await using var fake = new VeoFake();
        await MadeOnceAsync(fake, new(AtAnyOvercome)
        {
            ["too fast, in its own words"] = new(FakeStep.Order, FakeReply.Json("""[{"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "message": "Slow", "details": [{"retryDelay": "0.2s"}]}}]""", 429)),
            ["an answer that breaks off"] = new(FakeStep.Ask, new(200, """{"done": true, "resp"""u8.ToArray(), IsCut: true)),
            ["nothing said of an end"] = new(FakeStep.Ask, FakeReply.Json("""{"name": "x"}"""), Times: 2),
        }, new()
        {
            ["held back"] = (new(FakeStep.Ask, VeoFake.Filtered), 1, "failed: Google Veo held it back: It shows what it must not. It does not make this"),
            ["an error inside"] = (new(FakeStep.Ask, FakeReply.Json("""{"done": true, "error": {"code": 3, "message": "Bad image"}}""")), 1, "failed: Google Veo could not make it: Bad image. It cannot use"),
            ["done with nothing"] = (new(FakeStep.Ask, FakeReply.Json("""{"done": true, "response": {}}""")), 1, "failed: Google Veo says that it is done and made nothing."),
            ["a model that is no more"] = (new(FakeStep.Order, FakeReply.Json("""{"error": {"code": 404, "status": "NOT_FOUND", "message": "The model is no longer available."}}""", 404), 9), 0, "failed: Google Veo answered 404: The model is no longer available. The model is no more there"),
            ["no billing"] = (new(FakeStep.Order, FakeReply.Json("""{"error": {"code": 400, "status": "FAILED_PRECONDITION", "message": "Billing is off"}}""", 400), 9), 0, "failed: Google Veo answered 400: Billing is off. Your account has no credit"),
        });
    }

    [Theory(Timeout = 120_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Omni_is_ordered_from_once_and_costs_what_it_counted(bool isInline)
    {
        await using var fake = new OmniFake { IsInline = isInline };
        await using var server = await MadeOnceAsync(fake, new(isInline ? AtAnyOvercome : FetchedOvercome)
        {
            ["queued"] = new(FakeStep.Ask, FakeReply.Json("""{"status": "queued"}""")),
            ["an unknown state"] = new(FakeStep.Ask, FakeReply.Json("""{"status": "requires_action"}"""), Times: 2),
        }, new()
        {
            ["failed"] = (new(FakeStep.Ask, FakeReply.Json("""{"status": "failed", "errors": [{"code": 3, "message": "It violates the usage guidelines"}]}""")), 1, "failed: Google Gemini could not make it: It violates the usage guidelines. It does not make this"),
            ["over its budget"] = (new(FakeStep.Ask, FakeReply.Json("""{"status": "budget_exceeded"}""")), 1, "failed: Google Gemini stopped at the budget that is set there. Your account has no credit"),
            ["no answer to the order"] = (new(FakeStep.Order, FakeReply.Reset, AfterWork: true), 1, "failed: Google Gemini gave no whole answer"),
            ["a film inside of a network"] = (new(FakeStep.Ask, FakeReply.Json("""{"status": "completed", "steps": [{"type": "model_output", "content": [{"type": "video", "uri": "http://10.0.0.1/film.mp4"}]}]}"""), 9), 1, "failed: Google Gemini did not hand over what it made"),
            ["completed without a film"] = (new(FakeStep.Ask, FakeReply.Json("""{"status": "completed", "steps": []}""")), 1, "failed: Google Gemini made no video of it."),
        }, keep: true);
        // 28,960 tokens at 17.50 dollars a million.
        Assert.Equal([0.5068m], (await server.Database.ColumnAsync<decimal>("select distinct cost from generations where status = 'completed'")));
    }

    /// <summary>Orders all at the same time, and looks at each when it has ended.</summary>
    private async Task<OrderServer> MadeOnceAsync(VideoFake fake, Dictionary<string, FakeFault?> overcome, Dictionary<string, (FakeFault Fault, int Paid, string End)> fatal, bool keep = false)
    {
        foreach (var (name, fault) in overcome.Where(o => o.Value is not null))
            fake.Faults[name] = fault!;
        foreach (var (name, (fault, _, _)) in fatal)
            fake.Faults[name] = fault;
        var server = await OrderServer.StartAsync(cluster, [fake]);
        fake.Hanging = server.Server.Services.GetRequiredService<HurriedTime>().PassDeadlines;
        // One that empties the account would pause the rest, and where the provider says no more, the time of all is over: those come last.
        List<string> all = [.. overcome.Keys, .. fatal.Keys];
        var alone = all.FindAll(name => fake.Faults.GetValueOrDefault(name)?.Reply == FakeReply.Hang
            || fatal.GetValueOrDefault(name).End?.Contains("no credit", StringComparison.Ordinal) == true);
        foreach (var name in all.Except(alone))
            await server.OrderAsync(new(name, fake.Name));
        await server.UntilEndedAsync();
        foreach (var name in alone)
        {
            await server.OrderAsync(new(name, fake.Name));
            await server.UntilEndedAsync();
            await server.Database.RunAsync("delete from provider_pauses");
        }

        foreach (var name in overcome.Keys)
            Assert.Equal((name, "completed", 1), (name, await server.EndOfAsync(name), fake.PaidFor(name)));
        foreach (var (name, (_, paid, end)) in fatal)
        {
            Assert.StartsWith(end, await server.EndOfAsync(name), StringComparison.Ordinal);
            Assert.Equal((name, paid), (name, fake.PaidFor(name)));
        }
        // What was made is charged at its price, and nothing else is.
        var (balance, open) = await server.CreditsAsync();
        Assert.Equal(0, open);
        Assert.Equal(overcome.Count, await server.Database.ValueAsync<long>("select count(*) from assets where size_bytes = $1", (long)fake.Film.Length));
        Assert.Equal(await server.Database.ValueAsync<long>("select coalesce(sum(ceil(cost * 100)), 0)::bigint from generations where status = 'completed'"),
            await server.Database.ValueAsync<long>("select sum(amount) from credit_entries where kind in ('opening', 'grant')") - balance);
        Assert.Empty(Directory.GetFileSystemEntries(server.Server.Folder.Temp));
        if (!keep)
            await server.DisposeAsync();
        return server;
    }
}
