using System.Text.Json;
using System.Text.Json.Nodes;
using Backlot.Generation.Answers;
using Backlot.Generation.Keys;

namespace Backlot.Generation.Providers.Gemini;

/// <summary>Pictures by Google's Gemini models: one <c>generateContent</c>, whose answer is the picture. An answer of 200 without one
/// means that the model will not draw it.</summary>
internal sealed class GeminiImages(ProviderHttp http, TimeProvider time) : IRemoteProvider<ImageOrder>
{
    private const string License =
        "Made with Google Gemini under your own account: Google's terms of service for generative AI apply, and it claims no ownership of what is made. It carries an invisible SynthID mark.";

    /// <summary>A model that thinks draws for minutes.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    private static readonly ProviderApi Api = new("gemini") { Classify = Classify };

    public string Name => "gemini";

    public async Task<Sent> SendAsync(ImageOrder order, RemoteCall call, CancellationToken ct)
    {
        var reply = await http.SendAsync(Api, call.Key, new(HttpMethod.Post, $"/v1beta/models/{Uri.EscapeDataString(call.Model.Name)}:generateContent")
        {
            Body = () => JsonBody.Of(BodyOf(order)), IsPaid = true, Deadline = Deadline, Base64Fields = ["data"], FilesAt = call.TempPath,
        }, ct);
        var pictures = Parts(reply.Json).Select(part => part.At("inlineData")).OfType<JsonElement>().ToList();
        var drawn = Parts(reply.Json).Where(part => part.At("thought")?.ValueKind != JsonValueKind.True).Select(part => part.At("inlineData")).OfType<JsonElement>()
            .FirstOrDefault(picture => picture.TextAt("mimeType")?.StartsWith("image/", StringComparison.Ordinal) == true && picture.TextAt("data") is { Length: > 0 });
        // A model that thinks draws sketches, too.
        foreach (var path in pictures.Select(picture => picture.TextAt("data")).Where(path => path is { Length: > 0 } && path != drawn.TextAt("data")).OfType<string>())
            File.Delete(path);
        if (drawn.TextAt("data") is not { } made)
            throw NotDrawn(reply.Json, call.Key);
        File.Move(made, call.TempPath);
        return new Sent.Finished(new($"image.{Ending(drawn.TextAt("mimeType"))}", call.PriceUsd, License, reply.Json.TextAt("responseId")));
    }

    /// <summary>Nothing is ever waited for.</summary>
    public Task<RemoteState> AskAsync(string providerJobId, RemoteCall call, CancellationToken ct) => throw Lost();

    /// <inheritdoc cref="AskAsync"/>
    public Task<Made> FetchAsync(RemoteState.Succeeded done, RemoteCall call, CancellationToken ct) => throw Lost();

    private static JsonObject BodyOf(ImageOrder order) => new()
    {
        ["contents"] = new JsonArray(new JsonObject { ["role"] = "user", ["parts"] = new JsonArray(new JsonObject { ["text"] = order.Prompt }) }),
        ["generationConfig"] = new JsonObject
        {
            ["responseModalities"] = new JsonArray("TEXT", "IMAGE"),
            ["seed"] = (int)(order.Seed & int.MaxValue),
            ["imageConfig"] = new JsonObject
            {
                ["aspectRatio"] = PictureShape.Nearest(order.Width, order.Height), ["imageSize"] = PictureShape.SizeName(order.Width, order.Height),
            },
        },
    };

    private static IEnumerable<JsonElement> Parts(JsonElement answer) => answer.ListAt("candidates").SelectMany(candidate => candidate.ListAt("content", "parts"));

    private ProviderFailure NotDrawn(JsonElement answer, ProviderKey key)
    {
        var provider = http.ProviderOf(Api);
        var candidate = answer.ListAt("candidates").FirstOrDefault();
        var why = answer.TextAt("promptFeedback", "blockReason") ?? candidate.TextAt("finishReason");
        var said = answer.TextAt("promptFeedback", "blockReasonMessage") ?? candidate.TextAt("finishMessage")
            ?? Parts(answer).Select(part => part.TextAt("text")).FirstOrDefault(text => text is { Length: > 0 }) ?? why;
        return new(FailureClass.Moderation, Faults.Sentence(provider, FailureClass.Moderation,
            "answered without a picture" + ProviderWords.Shown(provider, key, time.GetUtcNow(), said)));
    }

    /// <summary>Google's 404 means a model that is no more, unless the words say otherwise.</summary>
    private static FailureClass? Classify(int status, JsonElement answer) =>
        status == 404 && (answer.TextAt("error", "message") ?? "").Contains("no longer available", StringComparison.OrdinalIgnoreCase) ? FailureClass.Retired
        : status == 400 && answer.TextAt("error", "status") == "FAILED_PRECONDITION" ? FailureClass.Quota
        : null;

    private static ProviderFailure Lost() => new(FailureClass.Lost, "Google Gemini's pictures come with the answer or not at all.");

    private static string Ending(string? mimeType) => mimeType switch { "image/jpeg" => "jpg", "image/webp" => "webp", _ => "png" };
}
