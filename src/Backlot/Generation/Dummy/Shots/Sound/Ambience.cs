using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Generation.Dummy.Images.Reading;
using Backlot.Generation.Dummy.Music.Sound;

namespace Backlot.Generation.Dummy.Shots.Sound;

/// <summary>What a place sounds like: wind, sea, rain, thunder, a city, a room, fire, birds, crickets, water under the surface.</summary>
internal static class Ambience
{
    public static void Add(SoundBed bed, SceneBrief brief, IReadOnlyList<float> strikes, Dice dice)
    {
        var inside = brief.Shows(Places.Inside);
        if (brief.Shows(Places.Space))
        {
            Drone(bed, dice.Fork());
            return;
        }

        if (brief.Shows(Places.Underwater))
        {
            Depths(bed, dice.Fork());
            return;
        }

        // Through walls the weather is dull and low.
        var (loud, cutoff) = inside ? (0.35f, 900f) : (1f, 16_000f);
        var storm = brief.Shows(Air.Storm);
        Wind(bed, dice.Fork(), (storm ? 0.5f : brief.Shows(Air.Snow) || brief.Shows(Places.Desert | Places.Mountains) ? 0.26f : 0.13f) * loud);
        if (brief.Shows(Places.Sea))
        {
            Surf(bed, dice.Fork(), (storm ? 0.5f : 0.3f) * loud);
        }
        else if (brief.Shows(Places.River))
        {
            Brook(bed, dice.Fork(), 0.16f * loud);
        }

        if (brief.Shows(Air.Rain | Air.Storm))
        {
            Rain(bed, dice.Fork(), 0.16f * loud, cutoff);
        }

        foreach (var strike in strikes)
        {
            Thunder(bed, dice.Fork(), strike + 0.5f, loud);
        }

        if (brief.Shows(Places.City))
        {
            Traffic(bed, dice.Fork(), inside ? 0.10f : 0.22f);
        }

        if (brief.Shows(Lamps.Fire) || (inside && brief.Shows(Lamps.Candles)))
        {
            Fire(bed, dice.Fork(), brief.Shows(Lamps.Fire) ? 1 : 0.3f);
        }

        if (inside)
        {
            bed.AddNoise(dice.Fork(), () => [Biquad.LowPass(170, 0.7), Biquad.LowPass(170, 0.7)], (_, _) => 0.16f);
        }
        else if (!brief.Shows(Places.Sea | Places.City | Places.Desert) && !brief.Shows(Air.Rain | Air.Storm | Air.Snow))
        {
            if (brief.IsDark)
            {
                Crickets(bed, dice.Fork());
            }
            else
            {
                Birds(bed, dice.Fork());
            }
        }
    }

    private static void Wind(SoundBed bed, Dice dice, float loud)
    {
        var phase = dice.Range(0, 50);
        bed.AddNoise(dice, () => [Biquad.LowPass(320, 0.8), Biquad.HighPass(40, 0.7)], (at, side) => loud * 1.5f * Gust(at, phase, side));
        // The same gusts whistle a little where they are strongest.
        var pitch = dice.Range(480, 760);
        bed.AddNoise(dice, () => [Biquad.BandPass(pitch, 7)], (at, side) => loud * 0.8f * MathF.Pow(Gust(at, phase, side), 3));
    }

    private static float Gust(float at, float phase, int side) =>
        0.55f + 0.25f * MathF.Sin(at * 0.9f + phase + side * 0.3f) + 0.2f * MathF.Sin(at * 2.3f + phase * 2 + side * 0.5f);

    private static void Surf(SoundBed bed, Dice dice, float loud)
    {
        for (var wave = 0; wave < 2; wave++)
        {
            var (period, phase) = (dice.Range(5, 7.5f), dice.Range(0, 7));
            float Swell(float at, int side) => MathF.Pow(0.5f + 0.5f * MathF.Sin((at + phase + side * 0.15f) * MathF.Tau / period), 2.5f);
            bed.AddNoise(dice, () => [Biquad.LowPass(520, 0.7), Biquad.HighPass(60, 0.7)], (at, side) => loud * (0.25f + Swell(at, side)));
            // The crest breaks a little after the swell, and hisses.
            bed.AddNoise(dice, () => [Biquad.HighPass(1500, 0.7), Biquad.LowPass(7000, 0.7)],
                (at, side) => loud * 0.22f * MathF.Pow(Swell(at - 0.5f, side), 2));
        }
    }

    private static void Brook(SoundBed bed, Dice dice, float loud)
    {
        for (var voice = 0; voice < 3; voice++)
        {
            var (pitch, pace, phase) = (dice.Range(450, 1500), dice.Range(5, 9), dice.Range(0, 9));
            bed.AddNoise(dice, () => [Biquad.BandPass(pitch, 1.4)],
                (at, side) => loud * (0.6f + 0.4f * MathF.Sin(at * pace + phase + side) * MathF.Sin(at * pace * 1.73f + phase)));
        }
    }

    private static void Rain(SoundBed bed, Dice dice, float loud, float cutoffHz)
    {
        bed.AddNoise(dice, () => [Biquad.HighPass(700, 0.7), Biquad.LowPass(Math.Min(9000, cutoffHz), 0.7)], (_, _) => loud);
        for (var drop = 0; drop < bed.Frames / Audio.SampleRate * 45; drop++)
        {
            var (pitch, level) = (dice.Range(1600, 4200) * MathF.Tau, loud * 0.25f * dice.Unit());
            bed.Add(dice.Index(bed.Frames), 900, dice.Range(-0.9f, 0.9f), at => level * MathF.Sin(at * pitch) * MathF.Exp(-at * 320));
        }
    }

    private static void Thunder(SoundBed bed, Dice dice, float seconds, float loud)
    {
        var (first, second) = (dice.Range(0.25f, 0.5f), dice.Range(0.8f, 1.2f));
        bed.AddNoise(dice, () => [Biquad.LowPass(110, 0.8), Biquad.LowPass(190, 0.7)], (at, side) => loud * 3.4f * Roll(at - seconds - side * 0.01f));

        float Roll(float after) => after < 0 ? 0
            : MathF.Min(1, after * 14) * MathF.Exp(-after * 1.5f) + Late(after - first, 0.7f) + Late(after - second, 0.5f);

        static float Late(float after, float level) => after < 0 ? 0 : level * MathF.Min(1, after * 9) * MathF.Exp(-after * 1.9f);
    }

    private static void Traffic(SoundBed bed, Dice dice, float loud)
    {
        bed.AddNoise(dice, () => [Biquad.LowPass(140, 0.7), Biquad.LowPass(240, 0.7)], (_, _) => loud * 2);
        for (var car = 0; car < bed.Frames / Audio.SampleRate / 2 + 1; car++)
        {
            var (at, way) = (dice.Range(-1, (float)bed.Frames / Audio.SampleRate), dice.Sign());
            bed.AddNoise(dice, () => [Biquad.BandPass(420, 0.8)], (now, side) =>
            {
                var after = now - at - side * way * 0.35f;
                return loud * 0.5f * MathF.Exp(-after * after * 1.6f);
            });
        }
    }

    private static void Fire(SoundBed bed, Dice dice, float loud)
    {
        bed.AddNoise(dice, () => [Biquad.LowPass(240, 0.7), Biquad.HighPass(50, 0.7)], (at, _) => loud * 0.3f * (0.8f + 0.2f * MathF.Sin(at * 7.3f)));
        for (var crack = 0; crack < bed.Frames / Audio.SampleRate * 14; crack++)
        {
            var (pitch, level, decay) = (dice.Range(900, 5200) * MathF.Tau, loud * 0.22f * MathF.Pow(dice.Unit(), 3), dice.Range(250, 900));
            bed.Add(dice.Index(bed.Frames), 1100, dice.Range(-0.4f, 0.4f), at => level * MathF.Sin(at * pitch + MathF.Sin(at * pitch * 2.7f)) * MathF.Exp(-at * decay));
        }
    }

    private static void Birds(SoundBed bed, Dice dice)
    {
        for (var call = 0; call < bed.Frames / Audio.SampleRate * 2 / 3 + 1; call++)
        {
            var (place, start, level) = (dice.Range(-0.9f, 0.9f), dice.Index(bed.Frames), dice.Range(0.008f, 0.03f));
            var (base_, span, notes) = (dice.Range(2300, 4300), dice.Range(250, 1100), 2 + dice.Index(4));
            for (var note = 0; note < notes; note++)
            {
                var (length, bend) = (dice.Range(0.06f, 0.13f), dice.Sign());
                bed.Add(start + (int)(note * 0.15f * Audio.SampleRate), (int)(length * Audio.SampleRate), place, at =>
                {
                    var share = at / length;
                    var phase = (base_ + span * bend * (share * share / 3 - 0.2f)) * at;
                    return level * MathF.Sin(MathF.PI * share) * MathF.Sin(phase * MathF.Tau);
                });
            }
        }
    }

    private static void Crickets(SoundBed bed, Dice dice)
    {
        for (var one = 0; one < 4; one++)
        {
            var (pitch, pace, phase, level) = (dice.Range(3900, 4700) * MathF.Tau, dice.Range(1.6f, 2.6f), dice.Unit(), dice.Range(0.002f, 0.008f));
            bed.Add(0, bed.Frames, dice.Range(-0.9f, 0.9f), at =>
            {
                // Three short pulses, then a rest.
                var beat = (at * pace + phase) % 1;
                var pulse = beat < 0.45f ? MathF.Max(0, MathF.Sin(beat / 0.15f * MathF.PI)) : 0;
                return level * pulse * MathF.Sin(at * pitch);
            });
        }
    }

    private static void Drone(SoundBed bed, Dice dice)
    {
        foreach (var (hertz, level) in new[] { (55f, 0.10f), (82.4f, 0.06f), (110.4f, 0.035f), (164.9f, 0.016f) })
        {
            var (beat, phase) = (dice.Range(0.3f, 0.9f), dice.Range(0, 6));
            bed.Add(0, bed.Frames, dice.Range(-0.5f, 0.5f),
                at => level * (0.75f + 0.25f * MathF.Sin(at * beat + phase)) * MathF.Sin(at * hertz * MathF.Tau + phase));
        }

        bed.AddNoise(dice, () => [Biquad.BandPass(700, 0.6)], (at, side) => 0.02f * (1 + MathF.Sin(at * 0.7f + side)));
    }

    private static void Depths(SoundBed bed, Dice dice)
    {
        bed.AddNoise(dice, () => [Biquad.LowPass(210, 0.8), Biquad.LowPass(320, 0.7)], (at, side) => 0.8f + 0.2f * MathF.Sin(at * 1.1f + side));
        for (var bubble = 0; bubble < bed.Frames / Audio.SampleRate * 5; bubble++)
        {
            var (hertz, level) = (dice.Range(420, 1100), dice.Range(0.01f, 0.05f));
            bed.Add(dice.Index(bed.Frames), 4000, dice.Range(-0.8f, 0.8f),
                at => level * MathF.Sin((hertz + 2600 * at) * at * MathF.Tau) * MathF.Exp(-at * 45) * MathF.Min(1, at * 400));
        }
    }
}
