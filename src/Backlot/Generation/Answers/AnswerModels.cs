using Backlot.Platform;

namespace Backlot.Generation.Answers;

/// <summary>Which model of a provider looks at pictures and which listens, as <c>BACKLOT_ANALYSIS_MODELS</c> says; and which writes, where that says
/// so: see <see cref="TextModels"/>.</summary>
internal sealed class AnswerModels
{
    /// <summary>Cheap ones that are good enough; prices as the providers' pages tell them in November 2026. Gemini takes half of it
    /// to the end of 2026.</summary>
    private static readonly IReadOnlyDictionary<string, string?> Usual = new Dictionary<string, string?>
    {
        ["openai.pictures"] = "gpt-5.6-luna@0.20/1.20",
        ["openai.sound"] = "whisper-1@0.006",
        ["openai.text"] = null,
        ["gemini.pictures"] = "gemini-3.8-flash@1.50/7.50",
        ["gemini.sound"] = "gemini-3.8-flash@1.50/7.50",
        ["gemini.text"] = null,
    };

    private readonly Dictionary<string, ModelChoice> _all;

    /// <exception cref="StartFailed">The setting names what is not here, or a model is written another way.</exception>
    public AnswerModels(Settings settings)
    {
        if (settings.AnalysisModels.Keys.FirstOrDefault(name => !Usual.ContainsKey(name)) is { } unknown)
            throw new StartFailed($"BACKLOT_ANALYSIS_MODELS names '{unknown}': choose {string.Join(", ", Usual.Keys)}.");
        if (settings.TextProviders.FirstOrDefault(name => name != TextModels.BuiltIn && !Usual.ContainsKey(name + ".text")) is { } stranger)
            throw new StartFailed($"BACKLOT_TEXT_PROVIDERS names '{stranger}': choose openai, gemini or {TextModels.BuiltIn}, parted by commas.");
        _all = Usual.Select(usual => (usual.Key, Text: settings.AnalysisModels.GetValueOrDefault(usual.Key) ?? usual.Value))
            .Where(model => model.Text is not null).ToDictionary(model => model.Key, model => Read(model.Text ?? ""));
    }

    public ModelChoice ForPictures(string provider) => _all[provider + ".pictures"];

    public ModelChoice ForSound(string provider) => _all[provider + ".sound"];

    /// <returns>Null where the setting names none.</returns>
    public ModelChoice? ForText(string provider) => _all.GetValueOrDefault(provider + ".text");

    private static ModelChoice Read(string text) => ModelChoice.Parse(text) ?? throw new StartFailed(
        $"BACKLOT_ANALYSIS_MODELS holds '{text}': write model@input/output in US dollars for a million tokens, or model@price for a minute of sound.");
}
