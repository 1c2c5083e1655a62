using System.Globalization;
using System.Text.Json;

namespace Backlot.Benchmarks;

/// <summary>What do authentication and ownership cost of a request? Two servers that differ in nothing else answer in turn.</summary>
/// <param name="SecondsEach">Of one turn.</param>
/// <param name="Rounds">Turns of each server; the figure is the middle one of the rounds' ratios.</param>
internal sealed record HttpBench(double SecondsEach, int Rounds, TimeProvider Time, Action<string> Say)
{
    private const int Storyboards = 60;
    private static readonly Bar AtMost = new(15);
    private static readonly object Storyboard = new
    {
        name = "The quiet heist",
        scenes = new[] { new { prompt = "A rooftop at dusk" }, new { prompt = "The vault door" }, new { prompt = "Rain" } },
    };

    public async Task<Report> RunAsync(CancellationToken ct)
    {
        var conditions = await Conditions.ReadAsync(Time, ct);
        using var folder = new TempFolder();
        await using var guarded = await BenchServer.StartAsync(folder.Below("guarded"), ct);
        await using var open = await BenchServer.StartAsync(folder.Below("open"), ct, open: true);
        foreach (var server in new[] { guarded, open })
            for (var n = 0; n < Storyboards; n++)
                await server.SendAsync<JsonElement>(HttpMethod.Post, "/api/storyboards", Storyboard, ct);
        var script = folder.Below("post.lua");
        await File.WriteAllTextAsync(script, $"""
            wrk.method = "POST"
            wrk.headers["Content-Type"] = "application/json"
            wrk.body = '{JsonSerializer.Serialize(Storyboard)}'
            """, ct);
        var (get, post) = (new Duel("GET", guarded, open, null), new Duel("POST", guarded, open, script));
        foreach (var duel in new[] { get, post })
            await duel.RunAsync(SecondsEach, Rounds, Say, ct);
        return new("Authentication and ownership: their share of a request", [.. conditions, string.Create(CultureInfo.InvariantCulture,
                $"wrk, 1 thread, 16 connections, {Rounds} turns of {SecondsEach} s for each server, in turn; the client shares the cores with the servers"),
                $"/api/storyboards: GET answers a page of 50 of {Storyboards} and more, POST adds one with three scenes; bearer token"],
            [.. get.Metrics(AtMost), .. post.Metrics(AtMost)], SecondsEach >= 5 && Rounds >= 5);
    }

    /// <summary>The same request to both servers, turn by turn.</summary>
    private sealed class Duel(string name, BenchServer guarded, BenchServer open, string? script)
    {
        private readonly List<(double Guarded, double Open)> _rounds = [];

        public async Task RunAsync(double seconds, int rounds, Action<string> say, CancellationToken ct)
        {
            // To warm both up; a single round is no measurement anyway.
            if (rounds > 1)
                await TurnAsync(seconds, ct);
            for (var round = 1; round <= rounds; round++)
            {
                var turn = await TurnAsync(seconds, ct);
                _rounds.Add(turn);
                say(string.Create(CultureInfo.InvariantCulture, $"{name} {round}/{rounds}: {turn.Guarded:0} requests/s, {turn.Open:0} without"));
            }
        }

        public IEnumerable<Metric> Metrics(Bar bar) =>
        [
            new($"{name}: share of authentication and ownership", Middle(_rounds.Select(r => Math.Max(0.01, 100 * (1 - r.Guarded / r.Open)))), "%", bar),
            new("- with them", Middle(_rounds.Select(r => r.Guarded)), "requests/s"),
            new("- without", Middle(_rounds.Select(r => r.Open)), "requests/s"),
        ];

        private async Task<(double Guarded, double Open)> TurnAsync(double seconds, CancellationToken ct) =>
            (await Wrk.RunAsync(new(guarded.Url, "/api/storyboards"), guarded.Token, seconds, script, ct),
             await Wrk.RunAsync(new(open.Url, "/api/storyboards"), open.Token, seconds, script, ct));

        private static double Middle(IEnumerable<double> values)
        {
            var sorted = values.Order().ToList();
            return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
        }
    }
}
