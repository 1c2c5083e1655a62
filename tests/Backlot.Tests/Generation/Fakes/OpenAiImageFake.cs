using System.Globalization;
using System.Text.Json;
using Backlot.Tests.Generation.Answers;

namespace Backlot.Tests.Generation.Fakes;

/// <summary>OpenAI's <c>/images/generations</c>: the answer is the picture.</summary>
internal sealed class OpenAiImageFake(byte[] picture) : MakerFake(picture, "image/png")
{
    public override string Name => "openai";
    public override string Url => base.Url + "/v1";

    public static string Drawn(byte[] picture) => JsonSerializer.Serialize(new
    {
        created = 1_790_000_000, background = "opaque", output_format = "png", quality = "medium", size = "1920x1088",
        data = new[] { new { b64_json = Convert.ToBase64String(picture) } },
        usage = new { input_tokens = 50, output_tokens = 1600, total_tokens = 1650, input_tokens_details = new { text_tokens = 50, image_tokens = 0 } },
    });

    protected override bool IsOrder(AskedRequest request) => true;

    protected override string? Fault(AskedRequest request)
    {
        if (request.Header("Authorization") != "Bearer " + Key)
            return "no key";
        if (request.Line != "POST /v1/images/generations")
            return $"no such call: {request.Line}";
        var body = request.Json;
        if (body.EnumerateObject().Select(f => f.Name).Except(["model", "prompt", "n", "size", "output_format"]).FirstOrDefault() is { } unknown)
            return $"unknown field {unknown}";
        int[] size = [.. (body.GetProperty("size").GetString() ?? "").Split('x').Select(side => int.Parse(side, CultureInfo.InvariantCulture))];
        return size is not [var width, var height] || width % 16 != 0 || height % 16 != 0 || Math.Max(width, height) > 3840
            || Math.Max(width, height) > 3 * Math.Min(width, height) ? "an odd size"
            : body.GetProperty("n").GetInt32() != 1 || body.GetProperty("prompt").GetString() is not { Length: > 0 and <= 32_000 } ? "no prompt"
            : null;
    }

    protected override MakerReply Taken(AskedRequest request, int number) => MakerReply.Ok(Drawn(Media));
}
