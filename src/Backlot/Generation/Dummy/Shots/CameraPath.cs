using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Reading;

namespace Backlot.Generation.Dummy.Shots;

/// <summary>How the camera moves through a shot: by the words of the prompt, or else by the dice.</summary>
internal sealed class CameraPath
{
    private static readonly (string Phrases, Move Move)[] Moves =
    [
        ("push in, pushes in, zoom in, zooms in, dolly in, close in, closes in, closer, towards, toward, approach, approaches, approaching, "
            + "enters, enter, into", Move.In),
        ("pull back, pulls back, zoom out, zooms out, dolly out, back away, backs away, reveal, reveals, wide shot, leaves, departs", Move.Out),
        ("tilt up, tilts up, climb, climbs, climbing, rise, rises, rising, ascend, ascends, looks up, upwards, crane up", Move.Up),
        ("tilt down, tilts down, descend, descends, descending, falls, fall, sinks, looks down, downwards, crane down", Move.Down),
        ("pan left, pans left, to the left, leftwards", Move.Left),
        ("pan right, pans right, to the right, rightwards, along, passes, past, pan, pans", Move.Right),
        ("orbit, orbits, circles, circling, around", Move.Around),
    ];

    private static readonly (string Phrases, float Factor)[] Paces =
    [
        ("slow, slowly, calm, quiet, still, gentle, gently, peaceful, serene, sleepy", 0.6f),
        ("fast, quick, quickly, urgent, rush, rushes, chase, chases, run, runs, running, frantic, swift", 1.3f),
    ];

    private static readonly (string Phrases, float Shake)[] Hands =
    [
        ("handheld, shaky, earthquake, chase, chases, running, battle, panic", 1f), ("storm, stormy, gale, hurricane, thunderstorm", 0.55f),
    ];

    private readonly Move _move;
    private readonly float _reach, _shake, _side, _phase, _seconds;

    public CameraPath(string prompt, float seconds, Dice dice)
    {
        var chosen = dice.Pick(Move.In, Move.In, Move.Out, Move.Left, Move.Right, Move.Around);
        _side = dice.Sign();
        _phase = dice.Range(0, 100);
        _move = PromptReader.Find(prompt, Moves).DefaultIfEmpty(chosen).First();
        _reach = PromptReader.Find(prompt, Paces).DefaultIfEmpty(0.85f).First();
        _shake = PromptReader.Find(prompt, Hands).DefaultIfEmpty(0.06f).First();
        _seconds = seconds;
    }

    private enum Move { In, Out, Up, Down, Left, Right, Around }

    /// <summary>Where the camera is.</summary>
    public CameraView At(float seconds)
    {
        var share = seconds / _seconds;
        // Mostly even, with soft ends: shots are cut against each other, and a full stop at each end would make a film limp.
        var way = float.Lerp(share, share * share * (3 - 2 * share), 0.5f);
        var across = (2 * way - 1) * 0.8f * MathF.Min(1, _reach);
        var (x, y, zoom) = _move switch
        {
            Move.In => (across * 0.25f * _side, 0, way * _reach),
            Move.Out => (across * 0.25f * _side, 0, (1 - way) * _reach),
            Move.Up => (across * 0.15f * _side, -across, 0.25f + 0.2f * way),
            Move.Down => (across * 0.15f * _side, across, 0.25f + 0.2f * way),
            Move.Left => (-across, 0, 0.15f),
            Move.Right => (across, 0, 0.15f),
            _ => (across * _side, MathF.Sin(way * MathF.PI) * 0.25f - 0.12f, 0.2f + 0.5f * way),
        };
        var (shakeX, shakeY) = (Wander(seconds, 0), Wander(seconds, 40));
        return new(Math.Clamp(x + shakeX * 0.2f * _shake, -1, 1), Math.Clamp(y + shakeY * 0.3f * _shake, -1, 1), zoom);
    }

    private float Wander(float seconds, float lane)
    {
        var at = seconds + _phase + lane;
        return 0.5f * MathF.Sin(at * 2.3f) + 0.3f * MathF.Sin(at * 3.7f + 1) + 0.2f * MathF.Sin(at * 6.1f + 2);
    }
}

/// <summary>Where the camera is.</summary>
/// <param name="X">−1 as far to the left as the painted picture reaches, to 1 to the right.</param>
/// <param name="Y">−1 up to 1 down.</param>
/// <param name="Zoom">0 to about 1.</param>
internal readonly record struct CameraView(float X, float Y, float Zoom)
{
    /// <summary>How far a thing moves when what stands before the lens moves by 1.</summary>
    public static float WeightOf(float near) => 0.22f + 0.78f * near;

    /// <summary>How much larger than painted a layer is seen.</summary>
    public float ScaleOf(float near) => 1 + 0.12f * Zoom * WeightOf(near);
}
