using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Backlot.Generation.Answers;
using Backlot.Generation.Providers;

namespace Backlot.Generation.Video;

/// <summary>OpenAI's <c>/v1/videos</c>. Its vendor shut Sora down on 2026-09-24; gateways of the same shape live on, at the address that
/// <c>BACKLOT_PROVIDER_URLS</c> names for <c>sora</c>.</summary>
internal sealed class CompatibleVideo(ProviderHttp http) : IRemoteProvider<VideoOrder>
{
    private const long MostImageBytes = 20_000_000;
    private const int FullProgress = 100, ListPage = 50;

    /// <summary>What a gateway's clock may be off by.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30), Soonest = TimeSpan.FromSeconds(5);
    private static readonly ProviderApi Api = new("sora");

    public string Name => "sora";
    public bool CanFind => true;

    public void Check(VideoOrder order, CatalogModel model)
    {
        ShotFrame.CheckReferences(order, model);
        if (order.Of(ImageRole.Last) is not null)
            throw CatalogModel.Invalid("referenceImages", $"{model} takes a picture to begin with only.");
    }

    public async Task<Sent> SendAsync(VideoOrder order, RemoteCall call, CancellationToken ct)
    {
        var image = order.Of(ImageRole.First) is { } first ? (Bytes: await first.ReadAsync(MostImageBytes, ct), Type: first.MimeType) : default;
        var reply = await http.SendAsync(Api, call.Key, new(HttpMethod.Post, "/videos") { Body = Form, IsPaid = true }, ct);
        return new Sent.Accepted(http.IdAt(Api, reply, "id"), Later(reply.AskAfter));

        HttpContent Form()
        {
            var form = new MultipartFormDataContent
            {
                { new StringContent(order.Prompt), "prompt" }, { new StringContent(call.Model.Name), "model" },
                { new StringContent(SecondsOf(order, call)), "seconds" }, { new StringContent($"{order.Width}x{order.Height}"), "size" },
            };
            if (image.Bytes is not null)
                form.Add(new ByteArrayContent(image.Bytes) { Headers = { ContentType = new MediaTypeHeaderValue(image.Type) } }, "input_reference",
                    image.Type == "image/png" ? "first.png" : "first.jpg");
            return form;
        }
    }

    public async Task<RemoteState> AskAsync(string providerJobId, RemoteCall call, CancellationToken ct)
    {
        var (video, askAfter) = await http.GetAsync(Api, call.Key, "/videos/" + Uri.EscapeDataString(providerJobId), ct);
        return video.TextAt("status") switch
        {
            "queued" => new RemoteState.Queued(Later(askAfter)),
            "completed" => new RemoteState.Succeeded(providerJobId),
            "failed" => new RemoteState.Failed(http.Failed(Api, call.Key, IsModeration(video.TextAt("error", "code")) ? FailureClass.Moderation : FailureClass.Transient,
                "could not make it", video.TextAt("error", "message"))),
            _ => new RemoteState.Running(video.NumberAt("progress") / FullProgress, Later(askAfter)),
        };
    }

    public async Task<Made> FetchAsync(RemoteState.Succeeded done, RemoteCall call, CancellationToken ct)
    {
        await http.DownloadAsync(Api, call.Key, $"/videos/{Uri.EscapeDataString(done.Media)}/content", call.TempPath, ["video/"], ct, whenGone: FailureClass.Lost);
        return new("shot.mp4", call.PriceUsd, ShotFrame.License(http.ProviderOf(Api).Title));
    }

    /// <summary>It takes no id of ours, so one of the same model, length, size and words is looked for that came about then. Several are alike
    /// where the same was ordered several times: any of them will do that nobody has yet.</summary>
    /// <returns>The oldest first.</returns>
    public async Task<IReadOnlyList<string>> FindAsync(VideoOrder order, RemoteCall call, CancellationToken ct)
    {
        var reply = await http.GetAsync(Api, call.Key, $"/videos?limit={ListPage}&order=desc", ct);
        return [.. reply.Json.ListAt("data").Where(video =>
            video.NumberAt("created_at") >= (call.SentAt - Skew).ToUnixTimeSeconds() && video.TextAt("model") == call.Model.Name
            && video.TextAt("seconds") == SecondsOf(order, call) && video.TextAt("size") == $"{order.Width}x{order.Height}"
            && (video.TextAt("prompt") ?? order.Prompt) == order.Prompt)
            .OrderBy(video => video.NumberAt("created_at")).Select(video => video.TextAt("id")).OfType<string>()];
    }

    private static string SecondsOf(VideoOrder order, RemoteCall call) =>
        (call.Model.FitSeconds(order.DurationSeconds) ?? order.DurationSeconds).ToString("0", CultureInfo.InvariantCulture);

    private static bool IsModeration(string? code) => code is not null && (code.Contains("moderation", StringComparison.Ordinal) || code.Contains("policy", StringComparison.Ordinal));

    private static TimeSpan? Later(TimeSpan? wish) => wish < Soonest ? Soonest : wish;
}
