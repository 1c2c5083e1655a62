using Backlot.Generation;
using Backlot.Generation.Caches;

namespace Backlot.Benchmarks.Caches;

/// <summary>Why a request is like it is.</summary>
internal enum RequestKind { New, Repeat, Paraphrase, NearMiss, Variety }

/// <summary>One generation that somebody wants.</summary>
/// <param name="CostUsd">At its provider.</param>
internal sealed record GenerationRequest(RequestKind Kind, Intent Intent, CacheQuestion Question, decimal CostUsd);

/// <summary>Requests as of a studio at work: scenes are written, generated again as they are, said in other words, changed in one word.</summary>
/// <remarks>Whom a request takes up is drawn from the latest ones half of the time, and else from all: people work on what they have before them.</remarks>
internal sealed class Workload(int seed)
{
    private const double Repeats = 0.45, Paraphrases = 0.20, NearMisses = 0.20, Varieties = 0.02;
    private const int Latest = 200;
    private readonly Phrases _phrases = Phrases.Read();
    private readonly Random _random = new(seed);
    private readonly List<(Intent Intent, Wording Wording, string Prompt)> _said = [];

    public static string Described => FormattableString.Invariant(
        $"requests: {Repeats:P0} repeats, {Paraphrases:P0} paraphrases (each part said in another way with even chance, half of them in another order), {NearMisses:P0} near-misses (one part changed for the likest other), {Varieties:P0} that ask for another version, the rest new");

    public string KeyOf(Intent intent) => intent.KeyIn(_phrases);

    public GenerationRequest Next()
    {
        var drawn = _said.Count == 0 ? 1 : _random.NextDouble();
        if (drawn < Repeats)
            return Repeat();
        if ((drawn -= Repeats) < Paraphrases)
            return Paraphrase();
        if ((drawn -= Paraphrases) < NearMisses)
            return NearMiss();
        if (drawn - NearMisses < Varieties && _said.Count > 0 && Earlier() is var (intent, _, prompt))
            return Request(RequestKind.Variety, intent with { Serial = -_random.Next() }, "Another version of this: " + prompt);
        return New();
    }

    /// <summary>New ones alone, each different; for a cache that is full.</summary>
    public GenerationRequest New(int serial = 0)
    {
        var intent = new Intent([.. _phrases.Sections.Select(s => _random.Next(s.Meanings.Count))], Parameters(), serial);
        return Say(RequestKind.New, intent, Words());
    }

    /// <summary>What was said last, its parts in another order.</summary>
    public GenerationRequest LastReordered()
    {
        var (intent, wording, _) = _said[^1];
        var order = (wording.Order + 1) % Wording.Orders;
        return Request(RequestKind.Paraphrase, intent, (wording with { Order = order }).Say(intent, _phrases));
    }

    private GenerationRequest Repeat()
    {
        var (intent, _, prompt) = Earlier();
        // Copied, or typed again in one's own manner.
        return Request(RequestKind.Repeat, intent, _random.Next(4) switch { 0 => prompt.ToLowerInvariant(), 1 => prompt + ".", 2 => prompt.Replace(" ", "  ", StringComparison.Ordinal), _ => prompt });
    }

    /// <summary>Another way to say some parts, and perhaps another order; never the same words.</summary>
    private GenerationRequest Paraphrase()
    {
        var (intent, wording, prompt) = Earlier();
        for (var tries = 0; ; tries++)
        {
            var other = new Wording([.. wording.Ways.Select(way => _random.Next(2) == 0 ? way : _random.Next(12))], _random.Next(2) == 0 ? wording.Order : _random.Next(Wording.Orders));
            if (tries > 20 || other.Say(intent, _phrases) != prompt)
                return Say(RequestKind.Paraphrase, intent, other);
        }
    }

    private GenerationRequest NearMiss()
    {
        var (intent, wording, _) = Earlier();
        var part = _random.Next(_phrases.Sections.Count);
        var near = _phrases.Sections[part].Near(intent.Meanings[part], 3);
        var changed = intent with { Meanings = [.. intent.Meanings.Select((m, at) => at == part ? near[_random.Next(near.Count)] : m)] };
        return Say(RequestKind.NearMiss, changed, wording);
    }

    private GenerationRequest Say(RequestKind kind, Intent intent, Wording wording)
    {
        var prompt = wording.Say(intent, _phrases);
        _said.Add((intent, wording, prompt));
        return Request(kind, intent, prompt);
    }

    private static GenerationRequest Request(RequestKind kind, Intent intent, string prompt) =>
        new(kind, intent, new(GenerationKind.Video, prompt, intent.Parameters, "bench v1"), intent.Parameters.Contains("10", StringComparison.Ordinal) ? 1.00m : 0.50m);

    private (Intent Intent, Wording Wording, string Prompt) Earlier() =>
        _said[_random.Next(2) == 0 ? _random.Next(_said.Count) : _said.Count - 1 - _random.Next(Math.Min(Latest, _said.Count))];

    private string Parameters() => _random.Next(4) == 0 ? """{"seconds":10}""" : """{"seconds":5}""";

    private Wording Words() => new([.. _phrases.Sections.Select(_ => _random.Next(12))], _random.Next(Wording.Orders));
}
