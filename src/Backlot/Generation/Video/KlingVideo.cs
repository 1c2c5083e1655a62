using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Backlot.Generation.Answers;
using Backlot.Generation.Providers;

namespace Backlot.Generation.Video;

/// <summary>Kling's <c>text2video</c> and <c>image2video</c>. It takes an id of ours with each order, by which one whose answer was lost
/// is found; its own ids are kept with the path that they are asked about at, as <c>text2video/123</c>.</summary>
internal sealed class KlingVideo(ProviderHttp http) : IRemoteProvider<VideoOrder>
{
    private const string FromText = "text2video", FromImage = "image2video";
    private const long MostImageBytes = 10_000_000;
    private const int ProSidePixels = 1080, ListAtLeast = 3, ListPage = 100;

    private static readonly ProviderApi Api = new("kling") { Classify = KlingFaults.Classify };

    public string Name => "kling";
    public bool CanFind => true;
    public TimeSpan AskEvery => TimeSpan.FromSeconds(10);

    public void Check(VideoOrder order, CatalogModel model) => ShotFrame.CheckReferences(order, model);

    public async Task<Sent> SendAsync(VideoOrder order, RemoteCall call, CancellationToken ct)
    {
        var seconds = call.Model.FitSeconds(order.DurationSeconds) ?? order.DurationSeconds;
        var body = new JsonObject
        {
            ["model_name"] = call.Model.Name, ["prompt"] = order.Prompt, ["mode"] = Math.Min(order.Width, order.Height) >= ProSidePixels ? "pro" : "std",
            ["duration"] = seconds.ToString("0", CultureInfo.InvariantCulture), ["external_task_id"] = call.Handle,
        };
        if (order.NegativePrompt is { } negative)
            body["negative_prompt"] = negative;
        if (call.Model.HasSound)
            body["sound"] = order.WithSound ? "on" : "off";
        var path = FromText;
        if (order.Of(ImageRole.First) is { } first)
        {
            path = FromImage;
            body["image"] = Convert.ToBase64String(await first.ReadAsync(MostImageBytes, ct));
            if (order.Of(ImageRole.Last) is { } last)
                body["image_tail"] = Convert.ToBase64String(await last.ReadAsync(MostImageBytes, ct));
        }
        else
            body["aspect_ratio"] = order.AspectRatio();
        var reply = await http.OrderAsync(Api, call.Key, "/v1/videos/" + path, body, ct);
        return new Sent.Accepted($"{path}/{http.IdAt(Api, reply, "data", "task_id")}", reply.AskAfter);
    }

    public async Task<RemoteState> AskAsync(string providerJobId, RemoteCall call, CancellationToken ct)
    {
        var (path, id) = Parts(providerJobId);
        var reply = await http.GetAsync(Api, call.Key, $"/v1/videos/{path}/{Uri.EscapeDataString(id)}", ct);
        return StateOf(reply.Json.At("data") ?? default, call);
    }

    /// <summary>Several by the list of their kind; those that it does not show, one by one.</summary>
    public async Task<IReadOnlyDictionary<string, RemoteState>> AskAllAsync(IReadOnlyList<RemoteJob> jobs, CancellationToken ct)
    {
        var states = new Dictionary<string, RemoteState>();
        foreach (var kind in jobs.GroupBy(job => Parts(job.Id).Path).Where(kind => kind.Count() >= ListAtLeast))
        {
            var reply = await http.GetAsync(Api, kind.First().Call.Key, $"/v1/videos/{kind.Key}?pageNum=1&pageSize={ListPage}", ct);
            var tasks = reply.Json.ListAt("data").Where(task => task.TextAt("task_id") is not null).ToLookup(task => $"{kind.Key}/{task.TextAt("task_id")}");
            foreach (var job in kind)
                if (tasks[job.Id].FirstOrDefault() is { ValueKind: JsonValueKind.Object } task)
                    states[job.Id] = StateOf(task, job.Call);
        }
        foreach (var (id, state) in await RemoteProviders.AskEachAsync(this, [.. jobs.Where(job => !states.ContainsKey(job.Id))], ct))
            states[id] = state;
        return states;
    }

    public async Task<Made> FetchAsync(RemoteState.Succeeded done, RemoteCall call, CancellationToken ct)
    {
        await http.DownloadAsync(Api, call.Key, done.Media, call.TempPath, ["video/"], ct);
        return new("shot.mp4", call.PriceUsd, ShotFrame.License("Kling"));
    }

    public async Task<IReadOnlyList<string>> FindAsync(VideoOrder order, RemoteCall call, CancellationToken ct)
    {
        var path = order.Of(ImageRole.First) is null ? FromText : FromImage;
        try
        {
            var reply = await http.GetAsync(Api, call.Key, $"/v1/videos/{path}/{call.Handle}", ct);
            var isOurs = reply.Json.TextAt("data", "task_info", "external_task_id") == call.Handle;
            return isOurs && reply.Json.TextAt("data", "task_id") is { } id ? [$"{path}/{id}"] : [];
        }
        catch (ProviderFailure missing) when (missing.Class == FailureClass.Invalid)
        {
            return [];
        }
    }

    private RemoteState StateOf(JsonElement task, RemoteCall call) => task.TextAt("task_status") switch
    {
        "submitted" => new RemoteState.Queued(),
        "succeed" => task.ListAt("task_result", "videos").Select(video => video.TextAt("url")).FirstOrDefault() is { } url
            ? new RemoteState.Succeeded(url)
            : new RemoteState.Failed(http.Failed(Api, call.Key, FailureClass.Lost, "says that it is done and names nothing that was made")),
        "failed" => new RemoteState.Failed(http.Failed(
            Api, call.Key, KlingFaults.OfMessage(task.TextAt("task_status_msg")), "could not make it", task.TextAt("task_status_msg"))),
        _ => new RemoteState.Running(),
    };

    private static (string Path, string Id) Parts(string providerJobId) => providerJobId.Split('/', 2) is [FromText or FromImage, var id] parts
        ? (parts[0], id)
        : throw new ProviderFailure(FailureClass.Lost, "This is no id of a video at Kling.", wasSent: false);
}
