using Backlot.Generation.Answers;

namespace Backlot.Library.Analyses;

/// <summary>What a provider saw, in the form it was asked for.</summary>
internal sealed record Seen(
    string Summary, string Hook, string Setting, string Mood, IReadOnlyList<string> People, IReadOnlyList<string> Products,
    IReadOnlyList<string> TextOnScreen, string CallToAction, IReadOnlyList<string> Tags, IReadOnlyList<SeenShot> Shots)
{
    private const int LongestText = 2000, LongestItem = 300, MostItems = 50;

    /// <param name="shots">That were shown.</param>
    /// <returns>Null when it says nothing, or nothing of the shots.</returns>
    public Seen? Tidy(int shots)
    {
        SeenShot[] known = [.. Shots.Select(s => s with { Text = PlainText.Of(s.Text, LongestText) ?? "" })
            .Where(s => s.Number >= 1 && s.Number <= shots && s.Text.Length > 0).DistinctBy(s => s.Number).OrderBy(s => s.Number)];
        return PlainText.Of(Summary, LongestText) is not { } summary || (shots > 0 && known is []) ? null : new(
            summary, Text(Hook), Text(Setting), Text(Mood), List(People), List(Products), List(TextOnScreen), Text(CallToAction), List(Tags), known);

        static string Text(string text) => PlainText.Of(text, LongestText) ?? "";
        static IReadOnlyList<string> List(IReadOnlyList<string> texts) => PlainText.Of(texts, LongestItem, MostItems);
    }
}

/// <param name="Number">From 1, of those that were shown.</param>
internal sealed record SeenShot(int Number, string Text);
