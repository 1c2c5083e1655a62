namespace Backlot.Library.Analyses;

/// <summary>The result of a description.</summary>
/// <param name="Hook">Null, as the other texts, when there is nothing to say.</param>
/// <param name="Shots">Those that were shown and spoken of.</param>
/// <param name="Pictures">How many were shown.</param>
internal sealed record Description(
    string Summary, string? Hook, string? Setting, string? Mood, IReadOnlyList<string> People, IReadOnlyList<string> Products,
    IReadOnlyList<string> TextOnScreen, string? CallToAction, IReadOnlyList<string> Tags, IReadOnlyList<DescribedShot>? Shots, int Pictures, string Model)
{
    public static Description Of(Seen seen, IReadOnlyList<ShownPicture> shown, string model) => new(
        seen.Summary, Given(seen.Hook), Given(seen.Setting), Given(seen.Mood), seen.People, seen.Products, seen.TextOnScreen,
        Given(seen.CallToAction), seen.Tags,
        shown[0].Shot is null ? null : [.. from said in seen.Shots
            let shot = shown[said.Number - 1].Shot
            where shot is not null
            select new DescribedShot(shot.ClipId, shot.StartTime, shot.EndTime, said.Text)],
        shown.Count, model);

    private static string? Given(string text) => text.Length > 0 ? text : null;
}

internal sealed record DescribedShot(Guid ClipId, double StartTime, double EndTime, string Text);
