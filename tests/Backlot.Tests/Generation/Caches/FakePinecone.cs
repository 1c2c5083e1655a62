using System.Text.Json;
using Backlot.Generation.Caches.Reports;
using Backlot.Platform;
using Backlot.Platform.Outbound;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Backlot.Tests.Generation.Caches;

/// <summary>An index of Pinecone in this process: its calls for upsert, query and delete, as its reference documents them.</summary>
internal sealed class FakePinecone : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakePinecone(WebApplication app) => _app = app;

    /// <summary>By namespace and id.</summary>
    public Dictionary<(string Namespace, string Id), Record> Records { get; } = [];

    /// <summary>Answers all with this status and text instead; null: as it should.</summary>
    public (int Status, string Body)? Fault { get; set; }

    /// <summary>Told of each request before it is answered.</summary>
    public Func<string, Task> Arrived { get; set; } = _ => Task.CompletedTask;

    public const string Key = "pc-key";

    public string Url => _app.Urls.Single();

    public static async Task<FakePinecone> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var fake = new FakePinecone(app);
        app.MapPost("/{**path}", fake.Answer);
        await app.StartAsync();
        return fake;
    }

    public Settings Lead(Settings given) => given with
    {
        PineconeHost = Url, PineconeApiKey = Key, OutboundAllow = AllowedTargets.Parse(new Uri(Url).Authority),
    };

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task<IResult> Answer(HttpContext http, string path)
    {
        await Arrived(path);
        if (Fault is var (status, text))
            return Results.Text(text, "application/json", statusCode: status);
        if (http.Request.Headers["Api-Key"] != Key || http.Request.Headers["X-Pinecone-Api-Version"].Count != 1)
            return Results.Text("Unauthorized", statusCode: 401);
        var body = await http.Request.ReadFromJsonAsync<JsonElement>();
        var name = body.GetProperty("namespace").GetString()!;
        switch (path)
        {
            case "vectors/upsert":
                foreach (var vector in body.GetProperty("vectors").EnumerateArray())
                    Records[(name, vector.GetProperty("id").GetString()!)] = new(
                        vector.GetProperty("values").Deserialize<float[]>()!, vector.GetProperty("metadata").Deserialize<Dictionary<string, string>>()!);
                return Results.Json(new { upsertedCount = body.GetProperty("vectors").GetArrayLength() });
            case "query":
                var (asked, filter) = (body.GetProperty("vector").Deserialize<float[]>()!, body.GetProperty("filter"));
                return Results.Json(new
                {
                    @namespace = name, usage = new { readUnits = 1 },
                    matches = Records.Where(r => r.Key.Namespace == name && Passes(r.Value, filter)).OrderByDescending(r => Neighbourhood.Cosine(r.Value.Values, asked))
                        .Take(body.GetProperty("topK").GetInt32()).Select(r => new { id = r.Key.Id, score = Neighbourhood.Cosine(r.Value.Values, asked) }),
                });
            case "vectors/delete":
                foreach (var id in body.GetProperty("ids").EnumerateArray())
                    Records.Remove((name, id.GetString()!));
                return Results.Json(new { });
            default:
                return Results.NotFound();
        }
    }

    private static bool Passes(Record record, JsonElement filter) =>
        filter.EnumerateObject().All(field => record.Metadata.GetValueOrDefault(field.Name) == field.Value.GetProperty("$eq").GetString());

    public sealed record Record(float[] Values, Dictionary<string, string> Metadata);
}
