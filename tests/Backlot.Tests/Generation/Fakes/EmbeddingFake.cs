using System.Text.Json;
using Backlot.Tests.Generation.Answers;

namespace Backlot.Tests.Generation.Fakes;

/// <summary>OpenAI's <c>/embeddings</c>: a vector for each prompt, told in any order, and five tokens for each.</summary>
internal sealed class EmbeddingFake() : MakerFake([], "application/json")
{
    private const int Dimensions = 1536;

    public override string Name => "openai";
    public override string Url => base.Url + "/v1";

    /// <summary>The n-th number of the n-th prompt's vector is 3, all others are 0.</summary>
    public static string Vectors(int count, int dimensions = Dimensions) => JsonSerializer.Serialize(new
    {
        @object = "list", model = "text-embedding-3-large",
        data = Enumerable.Range(0, count).Reverse().Select(index => new
        {
            @object = "embedding", index, embedding = Enumerable.Range(0, dimensions).Select(i => i == index ? 3 : 0),
        }),
        usage = new { prompt_tokens = 5 * count, total_tokens = 5 * count },
    });

    protected override bool IsOrder(AskedRequest request) => true;

    protected override string? Fault(AskedRequest request) =>
        request.Header("Authorization") != "Bearer " + Key ? "no key"
        : request.Line != "POST /v1/embeddings" ? $"no such call: {request.Line}"
        : request.Json.GetProperty("dimensions").GetInt32() != Dimensions || request.Json.GetProperty("encoding_format").GetString() != "float" ? "an odd form"
        : request.Json.GetProperty("input").GetArrayLength() is 0 or > 2048 ? "an odd number of prompts"
        : null;

    protected override MakerReply Taken(AskedRequest request, int number) => MakerReply.Ok(Vectors(request.Json.GetProperty("input").GetArrayLength()));
}
