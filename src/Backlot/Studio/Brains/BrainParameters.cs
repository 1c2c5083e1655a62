using Backlot.Platform.Http.Limits;

namespace Backlot.Studio.Brains;

/// <summary>What a brain knows. The prompt writer takes its words from here; its numbers stand where neither scene nor film says otherwise.</summary>
/// <param name="NarrativeBeats">How it treats the parts of a story, by where in the film they fall.</param>
/// <param name="Avoid">What is never to be seen: told to models as what to leave out.</param>
public sealed record BrainParameters(
    ShotComposition ShotComposition,
    ColorGrading ColorGrading,
    BrainPacing Pacing,
    [Items(0, 12)] IReadOnlyList<NarrativeBeat> NarrativeBeats,
    [Items(0, 20), Text(200)] IReadOnlyList<string>? Avoid = null)
{
    /// <summary>Knows nothing.</summary>
    public static BrainParameters None { get; } = new(new([], [], ""), new([], ""), new(""), []);
}

/// <summary>How shots are composed.</summary>
/// <param name="Framings">Ways to frame a shot; each scene gets one of them.</param>
/// <param name="CameraMoves">Ways the camera moves; each scene gets one of them.</param>
/// <param name="Lens">Glass and depth of field.</param>
/// <param name="CameraAngle">−1 from below … 1 from above.</param>
public sealed record ShotComposition(
    [Items(0, 12), Text(200)] IReadOnlyList<string> Framings,
    [Items(0, 12), Text(200)] IReadOnlyList<string> CameraMoves,
    [Text(200, MayBeEmpty = true)] string Lens,
    [Between(-1, 1)] double CameraAngle = 0);

/// <summary>How pictures are lit and graded.</summary>
/// <param name="Palette">Colours, the most important first.</param>
/// <param name="Light">Where light comes from and how hard it is.</param>
/// <param name="Texture">Grain, halation, paper, dust.</param>
/// <param name="Lighting">−1 dark … 1 bright.</param>
/// <param name="Contrast">−1 flat … 1 hard.</param>
/// <param name="Saturation">−1 drained … 1 vivid.</param>
/// <param name="Warmth">−1 cold … 1 warm.</param>
public sealed record ColorGrading(
    [Items(0, 8), Text(60)] IReadOnlyList<string> Palette,
    [Text(200, MayBeEmpty = true)] string Light,
    [Text(200, MayBeEmpty = true)] string Texture = "",
    [Between(-1, 1)] double Lighting = 0,
    [Between(-1, 1)] double Contrast = 0,
    [Between(-1, 1)] double Saturation = 0,
    [Between(-1, 1)] double Warmth = 0);

/// <summary>How time goes by.</summary>
/// <param name="Rhythm">In words.</param>
/// <param name="ShotSeconds">How long a shot usually stands.</param>
/// <param name="Tempo">−1 slow … 1 fast.</param>
/// <param name="Mood">−1 sad … 1 happy.</param>
public sealed record BrainPacing(
    [Text(200, MayBeEmpty = true)] string Rhythm,
    [Between(0.5, 60)] double ShotSeconds = 5,
    [Between(-1, 1)] double Tempo = 0,
    [Between(-1, 1)] double Mood = 0);

/// <summary>How a brain treats one part of a story.</summary>
/// <param name="Until">Where in the film the part ends: 0 its start, 1 its end.</param>
/// <param name="Treatment">What shots of it should do, in words that a model can follow.</param>
public sealed record NarrativeBeat(
    [Text(100)] string Name,
    [Between(0, 1)] double Until,
    [Text(400)] string Treatment);
