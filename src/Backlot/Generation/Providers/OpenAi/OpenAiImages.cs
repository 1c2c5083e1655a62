using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Backlot.Generation.Answers;

namespace Backlot.Generation.Providers.OpenAi;

/// <summary>Pictures by OpenAI's image models, or whatever speaks as they do: one <c>/images/generations</c>, whose answer is the
/// picture.</summary>
internal sealed class OpenAiImages(ProviderHttp http) : IRemoteProvider<ImageOrder>
{
    private const string License =
        "Made with OpenAI under your own account: by OpenAI's terms of use what is made is yours, also for commercial use.";

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);
    private static readonly ProviderApi Api = new("openai") { Classify = Classify };

    public string Name => "openai";

    public async Task<Sent> SendAsync(ImageOrder order, RemoteCall call, CancellationToken ct)
    {
        var reply = await http.SendAsync(Api, call.Key, new(HttpMethod.Post, "/images/generations")
        {
            Body = () => JsonBody.Of(BodyOf(order, call.Model.Name)), IsPaid = true, Deadline = Deadline, Base64Fields = ["b64_json"], FilesAt = call.TempPath,
        }, ct);
        var files = reply.Json.ListAt("data").Select(item => item.TextAt("b64_json")).OfType<string>().Where(path => path.Length > 0).ToList();
        foreach (var more in files.Skip(1))
            File.Delete(more);
        if (files.Count == 0)
            throw new ProviderFailure(FailureClass.Unknown, Faults.Sentence(http.ProviderOf(Api), FailureClass.Unknown, "answered without a picture"));
        File.Move(files[0], call.TempPath);
        return new Sent.Finished(new("image.png", CostOf(reply.Json, call), License));
    }

    /// <summary>Nothing is ever waited for.</summary>
    public Task<RemoteState> AskAsync(string providerJobId, RemoteCall call, CancellationToken ct) => throw Lost();

    /// <inheritdoc cref="AskAsync"/>
    public Task<Made> FetchAsync(RemoteState.Succeeded done, RemoteCall call, CancellationToken ct) => throw Lost();

    private static JsonObject BodyOf(ImageOrder order, string model) => new()
    {
        ["model"] = model, ["prompt"] = order.Prompt, ["n"] = 1, ["size"] = SizeOf(order, model), ["output_format"] = "png",
    };

    /// <summary>From the second generation on a model draws any size of whole sixteens; those before know three.</summary>
    private static string SizeOf(ImageOrder order, string model)
    {
        if (model.StartsWith("gpt-image-1", StringComparison.Ordinal))
            return order.Width > order.Height ? "1536x1024" : order.Width < order.Height ? "1024x1536" : "1024x1024";
        // As large as wanted and not narrower than three to one; what does not come out even is cropped.
        var scale = Math.Min(1, 3840.0 / Math.Max(order.Width, order.Height));
        var (width, height) = (Sixteens(order.Width * scale), Sixteens(order.Height * scale));
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Max(width, Sixteens(height / 3.0))}x{Math.Max(height, Sixteens(width / 3.0))}");
    }

    private static int Sixteens(double pixels) => Math.Max(16, (int)Math.Ceiling(pixels / 16) * 16);

    /// <summary>By the tokens that it counted, where the catalog has their price; else what a picture is taken to cost.</summary>
    private static decimal CostOf(JsonElement answer, RemoteCall call) =>
        call.Model.TokensUsd(answer.CountAt("usage", "input_tokens"), answer.CountAt("usage", "output_tokens")) is > 0 and var usd ? usd : call.PriceUsd;

    /// <summary>A model that is not there, or no more.</summary>
    private static FailureClass? Classify(int status, JsonElement answer) =>
        answer.TextAt("error", "code") is "model_not_found" or "model_deprecated" ? FailureClass.Retired : null;

    private static ProviderFailure Lost() => new(FailureClass.Lost, "OpenAI's pictures come with the answer or not at all.");
}
