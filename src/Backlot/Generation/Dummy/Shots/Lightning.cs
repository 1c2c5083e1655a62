using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Reading;

namespace Backlot.Generation.Dummy.Shots;

/// <summary>When lightning strikes in a shot: seen at once, heard some time later.</summary>
internal sealed class Lightning
{
    private readonly List<float> _strikes = [];

    public Lightning(SceneBrief brief, float seconds, Dice dice)
    {
        if (!brief.Shows(Air.Storm) || brief.Shows(Places.Space | Places.Underwater))
        {
            return;
        }

        for (var at = dice.Range(0.8f, 2.2f); at < seconds - 0.5f; at += dice.Range(2.6f, 5))
        {
            _strikes.Add(at);
        }
    }

    /// <summary>In seconds into the shot.</summary>
    public IReadOnlyList<float> Strikes => _strikes;

    /// <summary>How much brighter the sky is: 0 between two strikes.</summary>
    public float At(float seconds)
    {
        var light = 0f;
        foreach (var strike in _strikes)
        {
            var after = seconds - strike;
            if (after is >= 0 and < 1.2f)
            {
                // A strike, and a weaker one down the same way.
                light += 0.9f * MathF.Exp(-after * 11) + (after > 0.17f ? 0.55f * MathF.Exp(-(after - 0.17f) * 8) : 0);
            }
        }

        return light;
    }
}
