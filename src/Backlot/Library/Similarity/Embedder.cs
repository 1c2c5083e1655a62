using System.Net.Http.Json;
using System.Text.Json;
using Backlot.Platform;
using Backlot.Platform.Outbound;

namespace Backlot.Library.Similarity;

/// <summary>Asks the embedder that the settings name, if they name one.</summary>
internal sealed class Embedder(EmbedderSettings? settings, OutboundHttp http)
{
    private static readonly OutboundLimits Limits = new() { BodyBytes = 4 << 20, Deadline = TimeSpan.FromSeconds(30) };

    public bool IsSet => settings is not null;

    /// <summary>As clips name whoever made their vectors.</summary>
    public string Name => Demand().Model;

    /// <exception cref="Refusal">409: none is set. 502: it cannot be reached, or its answer cannot be used.</exception>
    public Task<float[]> EmbedTextAsync(string text, CancellationToken ct) => AskAsync(new { text }, ct);

    /// <param name="picture">The bytes of its file.</param>
    /// <param name="mimeType">Such as <c>image/jpeg</c>.</param>
    /// <inheritdoc cref="EmbedTextAsync"/>
    public Task<float[]> EmbedPictureAsync(byte[] picture, string mimeType, CancellationToken ct) =>
        AskAsync(new { image = $"data:{mimeType};base64,{Convert.ToBase64String(picture)}" }, ct);

    /// <summary>Inputs as CLIP servers take them beside OpenAI's plain texts: an object that says which kind it is.</summary>
    private async Task<float[]> AskAsync(object input, CancellationToken ct)
    {
        var (url, model, key) = Demand();
        try
        {
            var request = new OutboundRequest(HttpMethod.Post, url + "/embeddings")
            {
                Headers = [("Accept", "application/json"), .. key is null ? [] : ((string, string)[])[("Authorization", $"Bearer {key}")]],
                Body = () => JsonContent.Create(new { model, input = (object[])[input], encoding_format = "float" }),
            };
            await using var reply = await http.SendAsync(request, Limits, ct);
            var body = await reply.ReadTextAsync();
            return reply.IsSuccess ? Read(body) : throw Failed($"it answered {(int)reply.Status}");
        }
        catch (OutboundFailed failed)
        {
            throw Failed(failed.Message.TrimEnd('.'));
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or IndexOutOfRangeException)
        {
            throw Failed("its answer is no list of embeddings");
        }
    }

    private static float[] Read(string body)
    {
        using var json = JsonDocument.Parse(body);
        float[] numbers = [.. json.RootElement.GetProperty("data")[0].GetProperty("embedding").EnumerateArray().Select(x => x.GetSingle())];
        if (numbers.Length != ClipVectors.Dimensions)
            throw Failed($"its vectors have {numbers.Length} numbers, and {ClipVectors.Dimensions} are needed");
        return numbers.All(float.IsFinite) && numbers.Any(x => x != 0) ? UnitVector.Of(numbers) : throw Failed("its vector has no direction");
    }

    private EmbedderSettings Demand() => settings
        ?? throw new Refusal(409, "embedder.missing", "This server has no embedder of texts: an administrator sets BACKLOT_EMBEDDER.");

    private static Refusal Failed(string why) => new(502, "embedder.failed", $"The embedder cannot be used: {why}.");
}
