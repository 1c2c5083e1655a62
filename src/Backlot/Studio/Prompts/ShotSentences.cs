using System.Buffers;
using System.Globalization;
using Backlot.Studio.Brains;
using Backlot.Studio.Characters;

namespace Backlot.Studio.Prompts;

/// <summary>Where in a prompt a sentence stands.</summary>
internal enum SentenceSlot { Opening, Voice, Continuity, Camera, Light, Colour, Mood, Story, Style, Form }

/// <summary>A sentence that could be added to a prompt.</summary>
/// <param name="Importance">1 goes first when there is not room for all.</param>
/// <param name="Text">Begins with a capital; its full stop is left to whoever puts it into the prompt, unless it has one.</param>
internal sealed record ShotSentence(SentenceSlot Slot, int Importance, PromptAuthor By, string? Source, string Text);

/// <summary>Everything that could be said of a shot beside the user's words.</summary>
internal static class ShotSentences
{
    private static readonly SearchValues<char> Quotes = SearchValues.Create("\"“”«»„");

    public static IEnumerable<ShotSentence> Of(SceneToEnhance scene, IReadOnlyList<Character> cast) =>
        [.. OfParameters(scene, cast.Count), .. OfBrain(scene, cast.Count), .. OfVoices(scene.Prompt, cast), .. OfNeighbours(scene, cast), .. OfProject(scene)];

    private static IEnumerable<ShotSentence> OfParameters(SceneToEnhance scene, int people)
    {
        var (own, film, brain) = (scene.Parameters, scene.Settings.CustomBrainParams, scene.Brain?.Parameters);
        if (!PromptWords.SpeakOfLight(scene.Prompt))
            if (Said(SentenceSlot.Light, 2, "lighting", NumberWords.Lighting, own.Lighting, film?.Lighting, brain is { ColorGrading.Light: "" }
                ? brain.ColorGrading.Lighting : null) is { } light)
                yield return light;
        var framingSaysIt = own.CameraAngle is null && FramingOf(scene, people) is { } framing && PromptWords.IsAngled(framing);
        if (!PromptWords.SpeakOfAngle(scene.Prompt) && !framingSaysIt)
            if (Said(SentenceSlot.Camera, 2, "cameraAngle", NumberWords.Angle, own.CameraAngle, film?.CameraAngle,
                brain?.ShotComposition.CameraAngle) is { } angle)
                yield return angle;
        if (Said(SentenceSlot.Mood, 2, "mood", NumberWords.Mood, own.Mood, film?.Mood, brain?.Pacing.Mood) is { } mood)
            yield return mood;
        if (Said(SentenceSlot.Mood, 3, "pacing", NumberWords.Pacing, own.Pacing, film?.Pacing, brain?.Pacing.Tempo) is { } pacing)
            yield return pacing;
        if (scene.DurationSeconds is { } seconds)
            yield return new(SentenceSlot.Form, 4, PromptAuthor.Parameters, "durationSeconds",
                string.Create(CultureInfo.InvariantCulture, $"One continuous take of {seconds:0.#} seconds"));

        // The scene's own number first, then the film's, then the brain's.
        ShotSentence? Said(SentenceSlot slot, int importance, string name, Func<double, string?> words, double? ofScene, double? ofFilm, double? ofBrain)
        {
            var (value, by, source) = (ofScene, ofFilm, ofBrain) switch
            {
                ({ } a, _, _) => (a, PromptAuthor.Parameters, name),
                (_, { } b, _) => (b, PromptAuthor.Project, name),
                (_, _, { } c) => (c, PromptAuthor.Brain, scene.Brain?.Name),
                _ => (0.0, PromptAuthor.Parameters, name),
            };
            return words(value) is { } text ? new(slot, importance, by, source, text) : null;
        }
    }

    private static IEnumerable<ShotSentence> OfBrain(SceneToEnhance scene, int people)
    {
        if (scene.Brain is not { Parameters: var brain, Name: var name })
            yield break;
        var prompt = scene.Prompt;
        if (!PromptWords.SpeakOfFraming(prompt) && FramingOf(scene, people) is { } framing)
            yield return From(SentenceSlot.Opening, 3, framing);
        if (!PromptWords.SpeakOfMoves(prompt) && Pick(brain.ShotComposition.CameraMoves, scene, people) is { } move)
            yield return From(SentenceSlot.Camera, 4, move);
        if (brain.ShotComposition.Lens is { Length: > 0 } lens)
            yield return From(SentenceSlot.Camera, 7, "Shot on " + lens);
        var grading = brain.ColorGrading;
        if (!PromptWords.SpeakOfLight(prompt) && scene.Parameters.Lighting is null && grading.Light is { Length: > 0 } light
            && PromptWords.Suits(light, scene.Setting, people: 2))
            yield return From(SentenceSlot.Light, 3, "Lit by " + light);
        if (!PromptWords.SpeakOfColours(prompt) && grading.Palette.Count > 0)
            yield return From(SentenceSlot.Colour, 5, "Colours: " + string.Join(", ", grading.Palette));
        if (!PromptWords.SpeakOfColours(prompt) && NumberWords.Grade(grading.Contrast, grading.Saturation, grading.Warmth) is { Length: > 0 } grade)
            yield return From(SentenceSlot.Colour, 6, "Graded with " + grade);
        if (grading.Texture is { Length: > 0 } texture)
            yield return From(SentenceSlot.Colour, 8, "Texture: " + texture);
        if (brain.Pacing.Rhythm is { Length: > 0 } rhythm)
            yield return From(SentenceSlot.Mood, 9, "Rhythm: " + rhythm);
        if (BeatOf(scene, brain) is { } beat && PromptWords.Suits(beat.Treatment, scene.Setting, people))
            yield return new(SentenceSlot.Story, 5, PromptAuthor.Brain, $"{name}: {beat.Name}", beat.Treatment);

        ShotSentence From(SentenceSlot slot, int importance, string text) => new(slot, importance, PromptAuthor.Brain, name, Sentence(text));
    }

    private static IEnumerable<ShotSentence> OfVoices(string prompt, IReadOnlyList<Character> cast) =>
        !prompt.AsSpan().ContainsAny(Quotes) ? [] : cast.Where(c => !string.IsNullOrWhiteSpace(c.VoiceDescription)).Select(c => new ShotSentence(
            SentenceSlot.Voice, 2, PromptAuthor.Character, c.Name, $"{c.Name}'s voice: {c.VoiceDescription?.Trim().TrimEnd('.').ReplaceLineEndings(" ")}"));

    /// <summary>Time and weather go on until somebody says otherwise, and the cut to the next scene is prepared.</summary>
    private static IEnumerable<ShotSentence> OfNeighbours(SceneToEnhance scene, IReadOnlyList<Character> cast)
    {
        var (time, weather) = scene.Continuity;
        if (time is not null || weather is not null)
        {
            var goesOn = weather is null ? null : PromptWords.AreInside(scene.Prompt) ? $"outside the {weather.Word} goes on" : $"the {weather.Word} goes on";
            string[] told = [.. new[] { time is null ? null : $"it is still {time.Word}", goesOn }.OfType<string>()];
            var last = Math.Max(time?.Scene ?? 0, weather?.Scene ?? 0);
            yield return Neighbour(2, last, $"As {(last == scene.Number - 1 ? "in the scene " : "")}before, {string.Join(" and ", told)}");
        }
        if (scene.After is { } after && Cast.Of(after, cast) is [var next, ..])
            yield return Neighbour(9, scene.Number + 1, $"The shot ends on {next.Name}, ready for the cut to the next scene");

        static ShotSentence Neighbour(int importance, int number, string text) =>
            new(SentenceSlot.Continuity, importance, PromptAuthor.Neighbour, string.Create(CultureInfo.InvariantCulture, $"scene {number}"), text);
    }

    private static IEnumerable<ShotSentence> OfProject(SceneToEnhance scene)
    {
        if (scene.Settings.CustomBrainParams?.Style is { } style)
            yield return new(SentenceSlot.Style, 2, PromptAuthor.Project, "style", Sentence(style.Trim().ReplaceLineEndings(" ")));
        if (scene.Settings.AspectRatio is "9:16" or "4:5")
            yield return new(SentenceSlot.Form, 6, PromptAuthor.Project, "aspectRatio", "Composed for a tall, narrow frame, the subject in its middle");
        if (scene.Settings.AspectRatio is "21:9")
            yield return new(SentenceSlot.Form, 6, PromptAuthor.Project, "aspectRatio", "Composed for a very wide frame");
    }

    /// <summary>One that says how high its camera is gets no framing that says so, too.</summary>
    private static string? FramingOf(SceneToEnhance scene, int people) => scene.Brain is { } brain
        ? Pick([.. brain.Parameters.ShotComposition.Framings
            .Where(f => !PromptWords.IsAngled(f) || (scene.Parameters.CameraAngle is null && !PromptWords.SpeakOfAngle(scene.Prompt)))], scene, people)
        : null;

    /// <summary>One that suits the words, by the place in the film; and not the one that the scene before would get, if there is another.</summary>
    private static string? Pick(IReadOnlyList<string> phrases, SceneToEnhance scene, int people)
    {
        var suitable = Suitable(scene.Setting, people);
        if (suitable.Count == 0)
            return null;
        var earlier = scene.Earlier is [.., var before] ? Suitable(before, Cast.Of(before, scene.Characters).Count) : [];
        var used = earlier.Count == 0 ? null : earlier[(scene.Number - 2) % earlier.Count];
        var place = (scene.Number - 1) % suitable.Count;
        return suitable.Count > 1 && suitable[place] == used ? suitable[(place + 1) % suitable.Count] : suitable[place];

        List<string> Suitable(string prompt, int cast) => [.. phrases.Where(phrase => PromptWords.Suits(phrase, prompt, cast))];
    }

    private static NarrativeBeat? BeatOf(SceneToEnhance scene, BrainParameters brain)
    {
        var place = (scene.Number - 0.5) / scene.Count;
        return brain.NarrativeBeats.OrderBy(b => b.Until).FirstOrDefault(b => place <= b.Until);
    }

    private static string Sentence(string text) => char.ToUpper(text[0], CultureInfo.InvariantCulture) + text[1..].TrimEnd('.');
}
