using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Backlot.Generation.Answers;
using Backlot.Generation.Keys;

namespace Backlot.Generation.Providers.Leonardo;

/// <summary>Pictures by Leonardo.Ai: a generation is ordered, asked about, and its picture fetched from another host.</summary>
internal sealed class LeonardoImages(ProviderHttp http) : IRemoteProvider<ImageOrder>
{
    private const int LeastSide = 32, MostSide = 1536, Step = 8;

    private const string License =
        "Made with Leonardo.Ai under your own account: pictures of a paid plan are yours, also for commercial use, by Leonardo's terms of service.";

    private static readonly ProviderApi Api = new("leonardo") { Classify = Classify };

    public string Name => "leonardo";

    public TimeSpan AskEvery => TimeSpan.FromSeconds(3);

    public async Task<Sent> SendAsync(ImageOrder order, RemoteCall call, CancellationToken ct)
    {
        var (width, height) = SizeOf(order);
        var reply = await http.OrderAsync(Api, call.Key, "/generations", new()
        {
            ["modelId"] = call.Model.Name, ["prompt"] = order.Prompt, ["width"] = width, ["height"] = height,
            ["num_images"] = 1, ["seed"] = (int)(order.Seed & int.MaxValue), ["public"] = false,
        }, ct);
        return reply.Json.TextAt("sdGenerationJob", "generationId") is { Length: > 0 } id
            ? new Sent.Accepted(id, CostUsd: CostOf(reply.Json))
            : throw new ProviderFailure(FailureClass.Unknown, Faults.Sentence(http.ProviderOf(Api), FailureClass.Unknown, "answered without an id"));
    }

    public async Task<RemoteState> AskAsync(string providerJobId, RemoteCall call, CancellationToken ct)
    {
        var reply = await http.GetAsync(Api, call.Key, "/generations/" + Uri.EscapeDataString(providerJobId), ct);
        if (reply.Json.At("generations_by_pk") is not { ValueKind: JsonValueKind.Object } told)
            return Failed(FailureClass.Lost, "knows nothing of this picture any more");
        var picture = told.ListAt("generated_images").FirstOrDefault();
        return told.TextAt("status") switch
        {
            // What it flags is not handed on. It said what the order costs when it took it, and nowhere that it gives back what was completed.
            "COMPLETE" when IsFlagged(picture) => Failed(FailureClass.Moderation, "holds the picture back") with { IsCharged = true },
            "COMPLETE" when picture.TextAt("url") is { Length: > 0 } url => new RemoteState.Succeeded(url),
            "COMPLETE" => Failed(FailureClass.Moderation, "made no picture") with { IsCharged = true },
            "FAILED" when IsFlagged(picture) => Failed(FailureClass.Moderation, "holds the picture back"),
            "FAILED" => Failed(FailureClass.Invalid, "could not make this picture"),
            "PENDING" => new RemoteState.Queued(),
            _ => new RemoteState.Running(),
        };
    }

    public async Task<Made> FetchAsync(RemoteState.Succeeded done, RemoteCall call, CancellationToken ct)
    {
        await http.DownloadAsync(Api, call.Key, done.Media, call.TempPath, ["image/"], ct);
        return new(done.Media.Contains(".png", StringComparison.OrdinalIgnoreCase) ? "image.png" : "image.jpg", call.PriceUsd, License);
    }

    private static bool IsFlagged(JsonElement picture) => picture.At("nsfw")?.ValueKind == JsonValueKind.True;

    /// <summary>As <c>{"amount": "0.0147", "unit": "DOLLARS"}</c>.</summary>
    private static decimal? CostOf(JsonElement answer) => answer.TextAt("sdGenerationJob", "cost", "unit") == "DOLLARS"
        && decimal.TryParse(answer.TextAt("sdGenerationJob", "cost", "amount"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var usd)
        && usd is >= 0 and < 1000 ? usd : null;

    /// <summary>The largest of that shape that it draws, in whole eights, and no larger than wanted.</summary>
    private static (int Width, int Height) SizeOf(ImageOrder order)
    {
        var scale = Math.Min(1, (double)MostSide / Math.Max(order.Width, order.Height));
        return (Side(order.Width * scale), Side(order.Height * scale));
    }

    private static int Side(double pixels) => Math.Clamp((int)Math.Round(pixels / Step) * Step, LeastSide, MostSide);

    /// <summary>A bad key can come as 500, and what it will not draw as 400 or 403.</summary>
    private static FailureClass? Classify(int status, JsonElement answer)
    {
        if (status < 400)
            return null;
        var (said, code) = (answer.TextAt("error") ?? "", answer.TextAt("code"));
        bool Says(string words) => said.Contains(words, StringComparison.OrdinalIgnoreCase);
        return code == "access-denied" || Says("authorization hook") || Says("authentication hook") ? FailureClass.Auth
            : Says("moderat") || Says("nsfw") || Says("not safe") ? FailureClass.Moderation
            : Says("not enough") || Says("insufficient") || Says("token balance") ? FailureClass.Quota
            : null;
    }

    private RemoteState.Failed Failed(FailureClass kind, string what) => new(new(kind, Faults.Sentence(http.ProviderOf(Api), kind, what)));
}
