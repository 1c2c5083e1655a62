using System.Text.Json.Nodes;
using Backlot.Generation.Answers;
using Backlot.Jobs;

namespace Backlot.Library.Analyses;

/// <summary>Has a provider say what is to be seen: of a film by pictures of its shots, of a picture by itself.</summary>
internal sealed class Describing(Pictures pictures, Asking asking)
{
    private const string Instruction = """
        You describe media to people who make ads. You are shown the picture of each shot of one film, or one single picture; before each
        stands what it is. Write in English, plainly, and only what can be seen: where you would have to guess, leave the text empty or the
        list short. Copy text in the pictures as it is written, in its own language. Do not name private people.
        """;

    private const string Form = """
        {
          "type": "object", "additionalProperties": false,
          "required": ["summary", "hook", "setting", "mood", "people", "products", "textOnScreen", "callToAction", "tags", "shots"],
          "properties": {
            "summary": {"type": "string", "description": "What is shown and what happens, in two to four sentences."},
            "hook": {"type": "string", "description": "What the first shots do to make somebody stay, in a sentence."},
            "setting": {"type": "string", "description": "Place, time of day, light."},
            "mood": {"type": "string", "description": "In a few words."},
            "people": {"type": "array", "items": {"type": "string"}, "description": "Each person or group: looks, clothes, what they do."},
            "products": {"type": "array", "items": {"type": "string"}, "description": "Products, brands and logos."},
            "textOnScreen": {"type": "array", "items": {"type": "string"}, "description": "Each text that can be read."},
            "callToAction": {"type": "string", "description": "What the viewer is told to do."},
            "tags": {"type": "array", "items": {"type": "string"}, "description": "Five to fifteen words to find it by, in lower case."},
            "shots": {
              "type": "array", "description": "Each shot that was shown, by its number; empty for a single picture.",
              "items": {
                "type": "object", "additionalProperties": false, "required": ["number", "text"],
                "properties": {"number": {"type": "integer"}, "text": {"type": "string", "description": "One sentence."}}
              }
            }
          }
        }
        """;

    public async Task<Findings> RunAsync(AnalysisResult analysis, Asset asset, bool isAnew, JobRun run, CancellationToken ct)
    {
        var shown = await pictures.OfAsync(asset, run.Tag, ct);
        var isFilm = shown[0].Shot is not null;
        var content = string.Join('\n', [Instruction, Form, .. shown.Select(p => $"{p.Picture.Label} {p.Sha256}")]);
        var intent = new Intent(analysis.Id, asset.Id, "description", analysis.Provider, content, Instruction, isAnew);
        var form = JsonNode.Parse(Form)?.AsObject() ?? throw new InvalidOperationException("The form is no object.");
        var question = new Looking(Instruction, [.. shown.Select(p => p.Picture)], form);
        var answer = await asking.LookAsync<Seen>(run, intent, question, seen => seen.Tidy(isFilm ? shown.Count : 0), ct);
        return new(Description.Of(answer.Value, shown, asking.ForPictures(analysis.Provider).Model), answer.Usage.Tokens, answer.CostUsd);
    }
}
