using System.Text.Json;
using Backlot.Tests.Generation.Answers;

namespace Backlot.Tests.Generation.Fakes;

/// <summary>Leonardo.Ai's generations, v1.</summary>
internal sealed class LeonardoFake(byte[] picture) : MakerFake(picture, "image/jpeg")
{
    private const string Base = "/api/rest/v1";

    public override string Name => "leonardo";
    public override string Url => base.Url + Base;

    /// <param name="status">PENDING, COMPLETE or FAILED.</param>
    /// <param name="url">Null for no picture.</param>
    public static string Told(string status, string? url, bool nsfw = false) => JsonSerializer.Serialize(new
    {
        generations_by_pk = new
        {
            id = "g1", status, createdAt = "2026-11-21T10:00:00.000", modelId = "m", prompt = "p", imageWidth = 1536, imageHeight = 864, seed = 7,
            generated_images = url is null && !nsfw ? [] : new[] { new { id = "i1", url, nsfw, likeCount = 0, motionMP4URL = (string?)null, generated_image_variation_generics = Array.Empty<string>() } },
        },
    });

    protected override bool IsOrder(AskedRequest request) => request.Line.StartsWith("POST", StringComparison.Ordinal);

    protected override string? Fault(AskedRequest request)
    {
        if (request.Header("authorization") != "Bearer " + Key)
            return "no key";
        if (request.Line.StartsWith($"GET {Base}/generations/", StringComparison.Ordinal))
            return null;
        if (request.Line != $"POST {Base}/generations")
            return $"no such call: {request.Line}";
        var (width, height) = (request.Json.GetProperty("width").GetInt32(), request.Json.GetProperty("height").GetInt32());
        return width is < 32 or > 1536 || height is < 32 or > 1536 || width % 8 != 0 || height % 8 != 0 ? $"an odd size: {width}x{height}"
            : request.Json.GetProperty("num_images").GetInt32() != 1 ? "more than one picture"
            : !Guid.TryParse(request.Json.GetProperty("modelId").GetString(), out _) ? "a model that is no UUID"
            : null;
    }

    protected override MakerReply Taken(AskedRequest request, int number) => MakerReply.Ok(
        $$"""{"sdGenerationJob": {"generationId": "gen-{{number}}", "apiCreditCost": null, "cost": {"amount": "0.0147", "unit": "DOLLARS"} } }""");

    protected override MakerReply State(AskedRequest request, int times) =>
        MakerReply.Ok(times < ReadyAfter ? Told("PENDING", null) : Told("COMPLETE", FileUrl(times)));
}
