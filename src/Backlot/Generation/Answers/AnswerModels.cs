using Backlot.Platform;

namespace Backlot.Generation.Answers;

/// <summary>Which model of a provider looks at pictures, which listens and which writes, as <c>BACKLOT_ANALYSIS_MODELS</c> says.</summary>
internal sealed class AnswerModels
{
    /// <summary>Cheap ones that are good enough; prices as the providers' pages tell them in November 2026. Gemini takes half of it
    /// to the end of 2026.</summary>
    private static readonly IReadOnlyDictionary<string, string> Usual = new Dictionary<string, string>
    {
        ["openai.pictures"] = "gpt-5.6-luna@0.20/1.20",
        ["openai.sound"] = "whisper-1@0.006",
        ["openai.text"] = "gpt-5.6-luna@0.20/1.20",
        ["gemini.pictures"] = "gemini-3.8-flash@1.50/7.50",
        ["gemini.sound"] = "gemini-3.8-flash@1.50/7.50",
        ["gemini.text"] = "gemini-3.8-flash@1.50/7.50",
    };

    private readonly Dictionary<string, ModelChoice> _all;

    /// <exception cref="StartFailed">The setting names what is not here, or a model is written another way.</exception>
    public AnswerModels(Settings settings)
    {
        if (settings.AnalysisModels.Keys.FirstOrDefault(name => !Usual.ContainsKey(name)) is { } unknown)
            throw new StartFailed($"BACKLOT_ANALYSIS_MODELS names '{unknown}': choose {string.Join(", ", Usual.Keys)}.");
        _all = Usual.ToDictionary(usual => usual.Key, usual => Read(settings.AnalysisModels.GetValueOrDefault(usual.Key, usual.Value)));
    }

    public ModelChoice ForPictures(string provider) => _all[provider + ".pictures"];

    public ModelChoice ForSound(string provider) => _all[provider + ".sound"];

    public ModelChoice ForText(string provider) => _all[provider + ".text"];

    private static ModelChoice Read(string text) => ModelChoice.Parse(text) ?? throw new StartFailed(
        $"BACKLOT_ANALYSIS_MODELS holds '{text}': write model@input/output in US dollars for a million tokens, or model@price for a minute of sound.");
}
