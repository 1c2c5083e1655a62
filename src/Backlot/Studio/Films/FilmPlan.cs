using Backlot.Library;
using Backlot.Library.Cuts;
using Backlot.Platform;

namespace Backlot.Studio.Films;

/// <summary>Lays the shots of a project's scenes one after the other, as a cut.</summary>
/// <param name="wanted">How.</param>
/// <param name="shots">In the order of their scenes; at least one.</param>
internal sealed class FilmPlan(NewFilm wanted, IReadOnlyList<FilmShot> shots)
{
    /// <exception cref="Refusal">422: a voice names a scene that is not in the film.</exception>
    public NewCut ToCut()
    {
        var (aspect, shortSide) = ShapeOf(shots);
        List<NewCutPart> parts = [.. Cards(wanted.Title), .. shots.Select(PartOf), .. Cards(wanted.End)];
        return new([.. parts.Select((part, i) => i == 0 ? part : part with { CrossfadeSeconds = wanted.CrossfadeSeconds })])
        {
            Aspect = wanted.Aspect ?? aspect,
            ShortSide = wanted.ShortSide ?? shortSide,
            Music = wanted.Music,
            Voices = [.. (wanted.Voices ?? []).Select(VoiceOf)],
        };
    }

    private static IEnumerable<NewCutPart> Cards(NewTitleCard? card) => card is null ? [] : [new NewCutPart { Card = card }];

    private static NewCutPart PartOf(FilmShot shot) => new(Asset: shot.Film.Id, In: 0, Out: shot.Seconds);

    private NewCutVoice VoiceOf(FilmVoice voice, int index) =>
        new(voice.Asset, StartOf(voice.Scene, index) + voice.AtSeconds, voice.GainDb, voice.DuckDb);

    private double StartOf(Guid? scene, int voice)
    {
        if (scene is null)
            return 0;
        var start = wanted.Title is { } title ? title.Seconds - wanted.CrossfadeSeconds : 0;
        foreach (var shot in shots)
        {
            if (shot.SceneId == scene)
                return Math.Max(0, start);
            start += shot.Seconds - wanted.CrossfadeSeconds;
        }
        throw Refusal.Invalid(new FieldError($"/voices/{voice}/scene", $"There is no scene {scene} in this project."));
    }

    /// <summary>The size in which most of the film was shot.</summary>
    private static (string Aspect, int ShortSide) ShapeOf(IReadOnlyList<FilmShot> shots)
    {
        var (width, height) = shots.GroupBy(shot => (Width: shot.Film.Width ?? 1920, Height: shot.Film.Height ?? 1080))
            .MaxBy(size => size.Sum(shot => shot.Seconds))?.Key ?? (1920, 1080);
        var aspect = width > 1.2 * height ? NewCut.Wide : height > 1.2 * width ? NewCut.Tall : NewCut.Square;
        return (aspect, Math.Clamp(Math.Min(width, height), 64, 2160));
    }
}

/// <summary>A scene's shot.</summary>
/// <param name="Seconds">How much of it is shown, from its beginning.</param>
internal sealed record FilmShot(Guid SceneId, Asset Film, double Seconds);
