using Backlot.Generation.Providers;
using Backlot.Tests.Generation.Fakes;
using static Backlot.Generation.Providers.FailureClass;

namespace Backlot.Tests.Generation.Providers;

/// <summary>What providers of pictures and music do wrong, and what their clients take it for. None of it is sent twice here.</summary>
public sealed class MakerFaultTests
{
    private static readonly Dictionary<string, (MakerReply Reply, FailureClass Class)> OrderFaults = new()
    {
        ["429 with seconds"] = (MakerReply.Error(429, """{"error": "Too many"}""", "Retry-After: 7\r\n"), Rate),
        ["429 with a date"] = (MakerReply.Error(429, """{"error": "Too many"}""", "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n"), Rate),
        ["500"] = (MakerReply.Error(500, """{"error": "Internal error"}"""), Transient),
        ["503"] = (MakerReply.Error(503, """{"error": {"message": "Overloaded"}}"""), Transient),
        ["502 of a proxy"] = (MakerReply.Html(502), Transient),
        ["504 of a proxy"] = (MakerReply.Html(504), Unknown),
        ["200 of a proxy"] = (MakerReply.Html(200), Unknown),
        ["hung up"] = (MakerReply.Reset, Unknown),
        ["silence"] = (MakerReply.Hang, Unknown),
        ["cut off"] = (MakerReply.Ok("""{"data": {"id": "t", "generations": [""").Cut(), Unknown),
        ["an answer without anything"] = (MakerReply.Ok("""{"hello": "you"}"""), Unknown),
        ["401"] = (MakerReply.Error(401, """{"error": "Unauthorized"}"""), Auth),
        ["402"] = (MakerReply.Error(402, """{"error": "Payment required"}"""), Quota),
        ["400"] = (MakerReply.Error(400, """{"error": "Bad request"}"""), Invalid),
        ["sent on"] = (MakerReply.Error(307, "", "Location: http://169.254.169.254/\r\n"), Invalid),
    };

    /// <summary>By the provider's name before the colon.</summary>
    private static readonly Dictionary<string, (MakerReply Reply, FailureClass Class)> OwnFaults = new()
    {
        ["gemini: 200 without a picture"] = (MakerReply.Ok(GeminiImageFake.Refused("IMAGE_SAFETY")), Moderation),
        ["gemini: words instead of a picture"] = (MakerReply.Ok(GeminiImageFake.Refused("STOP", "I would rather not.")), Moderation),
        ["gemini: blocked"] = (MakerReply.Ok("""{"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}"""), Moderation),
        ["gemini: bad key"] = (MakerReply.Error(400, """[{"error": {"code": 400, "message": "API key not valid.", "status": "INVALID_ARGUMENT", "details": [{"reason": "API_KEY_INVALID"}]}}]"""), Auth),
        ["gemini: no billing"] = (MakerReply.Error(400, """{"error": {"code": 400, "message": "Enable billing.", "status": "FAILED_PRECONDITION"}}"""), Quota),
        ["gemini: quota of the day"] = (MakerReply.Error(429, """{"error": {"code": 429, "message": "Quota exceeded", "status": "RESOURCE_EXHAUSTED", "details": [{"violations": [{"quotaId": "GenerateRequestsPerDayPerProject"}]}]}}"""), Quota),
        ["gemini: retired"] = (MakerReply.Error(404, """{"error": {"code": 404, "message": "This model is no longer available.", "status": "NOT_FOUND"}}"""), Retired),
        ["openai: moderation"] = (MakerReply.Error(400, """{"error": {"message": "Your request was rejected by the safety system.", "type": "image_generation_user_error", "code": "moderation_blocked"}}"""), Moderation),
        ["openai: no money"] = (MakerReply.Error(429, """{"error": {"message": "You exceeded your current quota", "type": "insufficient_quota", "code": "insufficient_quota"}}"""), Quota),
        ["openai: no model"] = (MakerReply.Error(404, """{"error": {"message": "The model does not exist", "code": "model_not_found"}}"""), Retired),
        ["openai: asked not to retry"] = (MakerReply.Error(500, "{}", "x-should-retry: false\r\n"), Invalid),
        ["openai: broken base64"] = (MakerReply.Ok("""{"data": [{"b64_json": "****"}]}"""), Unknown),
        ["leonardo: bad key"] = (MakerReply.Error(500, """{"error": "Invalid response from authorization hook", "path": "$", "code": "unexpected"}"""), Auth),
        ["leonardo: no access"] = (MakerReply.Error(400, """{"error": "Authentication hook unauthorized this request", "path": "$", "code": "access-denied"}"""), Auth),
        ["leonardo: moderation"] = (MakerReply.Error(403, """{"error": "Content moderated. Please try again with a different prompt.", "path": "$", "code": "unexpected"}"""), Moderation),
        ["leonardo: no money"] = (MakerReply.Error(400, """{"error": "Not enough API tokens", "path": "$", "code": "unexpected"}"""), Quota),
        ["mubert: bad key"] = (MakerReply.Error(401, """{"message": "Unauthenticated", "code": "Unauthenticated"}"""), Auth),
        ["mubert: token expired"] = (MakerReply.Error(403, MubertFake.Forbidden("AccessTokenExpired")), Auth),
        ["mubert: quota"] = (MakerReply.Error(403, MubertFake.Forbidden("LicenseLimitTracksCount")), Quota),
        ["mubert: too many at once"] = (MakerReply.Error(403, MubertFake.Forbidden("LicenseLimitConcurrentTrackGenerationsCount")), Rate),
        ["mubert: not in the plan"] = (MakerReply.Error(403, MubertFake.Forbidden("LicenseForbiddenBitrate")), Invalid),
        ["mubert: validation"] = (MakerReply.Error(422, """{"message": "The duration field is invalid."}"""), Invalid),
        ["beatoven: quota"] = (MakerReply.Error(400, """{"error": "Monthly usage limit exceeded"}"""), Quota),
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> OwnNames => [.. OwnFaults.Keys];
    public static MatrixTheoryData<string, string> OrderNames => new([.. MakerCalls.Names], [.. OrderFaults.Keys]);
    public static TheoryData<string> Waiting => [.. MakerCalls.Waiting];

    [Theory]
    [MemberData(nameof(OrderNames))]
    public async Task A_fault_of_an_order_is_known_for_what_it_is(string name, string fault)
    {
        var (reply, expected) = OrderFaults[fault];

        var failure = await FailAsync(name, reply);

        // Gemini says by an answer without a picture that it will not draw it.
        Assert.Equal(name == "gemini" && fault == "an answer without anything" ? Moderation : expected, failure.Class);
        if (fault == "429 with seconds")
            Assert.Equal(TimeSpan.FromSeconds(7), failure.After);
        if (fault == "429 with a date")
            Assert.Equal(TimeSpan.Zero, failure.After);
    }

    [Theory]
    [MemberData(nameof(OwnNames))]
    public async Task What_a_provider_says_in_its_own_way_is_understood(string fault)
    {
        var (reply, expected) = OwnFaults[fault];

        Assert.Equal(expected, (await FailAsync(fault[..fault.IndexOf(':', StringComparison.Ordinal)], reply)).Class);
    }

    [Theory]
    [MemberData(nameof(Waiting))]
    public async Task Trouble_with_a_question_says_nothing_of_the_order(string name)
    {
        await using var calls = MakerCalls.Of(name);
        var call = calls.NewCall();
        var job = ((Sent.Accepted)await calls.SendAsync(call, Ct)).ProviderJobId;
        MakerReply[] troubles = [MakerReply.Error(500, "{}"), MakerReply.Html(502), MakerReply.Html(200), MakerReply.Ok("{").Cut(), MakerReply.Error(429, "{}", "Retry-After: 3\r\n")];
        foreach (var trouble in troubles)
        {
            calls.Fake.StatusFaults.Enqueue(trouble);
            var failure = await Assert.ThrowsAsync<ProviderFailure>(() => calls.Provider.AskAsync(job, call, Ct));
            Assert.Contains(failure.Class, (FailureClass[])[Transient, Rate]);
        }
        Assert.Equal(1, calls.Fake.Paid);
    }

    [Theory]
    [InlineData("leonardo", """{"generations_by_pk": {"status": "UPSCALING", "generated_images": []}}""")]
    [InlineData("mubert", """{"data": {"generations": [{"status": "in_progress"}]}}""")]
    [InlineData("mubert", """{"data": {"generations": [{"status": "mastering"}]}}""")]
    [InlineData("beatoven", """{"status": "mastering"}""")]
    public async Task A_state_without_a_known_name_is_work_going_on(string name, string told)
    {
        await using var calls = MakerCalls.Of(name);
        calls.Fake.StatusFaults.Enqueue(MakerReply.Ok(told));

        Assert.IsType<RemoteState.Running>(await calls.Provider.AskAsync("job-1", calls.NewCall(), Ct));
    }

    [Theory]
    [InlineData("leonardo", """{"generations_by_pk": {"status": "FAILED", "generated_images": []}}""", Invalid)]
    [InlineData("leonardo", """{"generations_by_pk": {"status": "FAILED", "generated_images": [{"nsfw": true}]}}""", Moderation)]
    [InlineData("leonardo", """{"generations_by_pk": {"status": "COMPLETE", "generated_images": []}}""", Moderation)]
    [InlineData("leonardo", """{"generations_by_pk": {"status": "COMPLETE", "generated_images": [{"url": "https://cdn.leonardo.ai/made.jpg", "nsfw": true}]}}""", Moderation)]
    [InlineData("leonardo", """{"generations_by_pk": null}""", Lost)]
    [InlineData("mubert", """{"data": {"generations": [{"status": "failed"}]}}""", Invalid)]
    [InlineData("beatoven", """{"status": "failed"}""", Invalid)]
    [InlineData("beatoven", """{"error": "No such mood"}""", Invalid)]
    [InlineData("beatoven", """{"status": "composed", "meta": {"track_url": null}}""", Lost)]
    public async Task A_job_that_ends_badly_says_why(string name, string told, FailureClass expected)
    {
        await using var calls = MakerCalls.Of(name);
        calls.Fake.StatusFaults.Enqueue(MakerReply.Ok(told));

        var failed = Assert.IsType<RemoteState.Failed>(await calls.Provider.AskAsync("job-1", calls.NewCall(), Ct));

        Assert.Equal((expected, told.Contains("COMPLETE", StringComparison.Ordinal)), (failed.Failure.Class, failed.IsCharged));
    }

    [Fact]
    public async Task A_track_that_Mubert_knows_nothing_of_is_lost()
    {
        await using var calls = MakerCalls.Of("mubert");
        calls.Fake.StatusFaults.Enqueue(MakerReply.Error(404, """{"message": "Track not found", "code": "TrackNotFound"}"""));

        Assert.Equal(Lost, (await Assert.ThrowsAsync<ProviderFailure>(() => calls.Provider.AskAsync("job-1", calls.NewCall(), Ct))).Class);
    }

    [Theory]
    [MemberData(nameof(Waiting))]
    public async Task What_cannot_be_fetched_is_fetched_again_from_a_fresh_address(string name)
    {
        await using var calls = MakerCalls.Of(name);
        calls.Fake.ReadyAfter = 0;
        var call = calls.NewCall();
        var job = ((Sent.Accepted)await calls.SendAsync(call, Ct)).ProviderJobId;
        var whole = new MakerReply(200, MakerCalls.Picture, calls.Fake.MediaType);
        MakerReply[] troubles =
        [
            MakerReply.Error(403, "Request has expired"), MakerReply.Error(404, ""), MakerReply.Error(500, ""), whole.Cut(),
            whole with { Type = "text/html" }, whole with { Body = [] },
        ];
        foreach (var trouble in troubles)
        {
            calls.Fake.FileFaults.Enqueue(trouble);
            var done = Assert.IsType<RemoteState.Succeeded>(await calls.Provider.AskAsync(job, call, Ct));
            var failure = await Assert.ThrowsAsync<ProviderFailure>(() => calls.Provider.FetchAsync(done, call, Ct));
            Assert.Equal(Transient, failure.Class);
            Assert.Empty(calls.Files);
        }
        var fresh = Assert.IsType<RemoteState.Succeeded>(await calls.Provider.AskAsync(job, call, Ct));

        await calls.Provider.FetchAsync(fresh, call, Ct);

        Assert.Equal(MakerCalls.Picture, await File.ReadAllBytesAsync(call.TempPath, Ct));
        Assert.Equal(1, calls.Fake.Paid);
        Assert.Equal(troubles.Length + 1, calls.Fake.Downloads.Select(download => download.Line).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Waiting))]
    public async Task An_address_inside_of_our_own_network_is_not_called(string name)
    {
        await using var calls = MakerCalls.Of(name);

        var failure = await Assert.ThrowsAsync<ProviderFailure>(() => calls.Provider.FetchAsync(new("http://localhost/made.mp3"), calls.NewCall(), Ct));

        Assert.Equal(Lost, failure.Class);
        Assert.Empty(calls.Files);
    }

    private static async Task<ProviderFailure> FailAsync(string name, MakerReply reply)
    {
        await using var calls = MakerCalls.Of(name);
        calls.Fake.OrderFaults.Enqueue(reply);
        calls.Fake.Hanging = calls.Time.PassDeadlines;

        var failure = await Assert.ThrowsAsync<ProviderFailure>(() => calls.MakeAsync(calls.NewCall(), Ct));

        // One request, whatever became of it, and nothing of it is left or told.
        Assert.Single(calls.Fake.Requests);
        Assert.Empty(calls.Files);
        Assert.DoesNotContain(MakerFake.Key, failure.Message, StringComparison.Ordinal);
        Assert.True(failure.WasSent);
        return failure;
    }
}
