namespace Backlot.Generation.Dummy.Music.Theory;

/// <summary>A key. Pitches are MIDI note numbers: 60 is middle C, 69 is A at 440 Hz.</summary>
/// <param name="Root">Pitch class of the tonic, 0 (C) to 11 (B).</param>
internal sealed record Scale(int Root, Mode Mode)
{
    private readonly int[] _steps = Mode.MelodySteps;

    /// <summary>Scale tones per octave: 5 or 7.</summary>
    public int Size => _steps.Length;

    /// <summary>Pitch of a melody step; step 0 is the tonic in the octave of MIDI 0 to 11.</summary>
    public int Pitch(int step)
    {
        var octave = Math.DivRem(step, _steps.Length, out var degree);
        if (degree < 0)
            (octave, degree) = (octave - 1, degree + _steps.Length);
        return Root + (12 * octave) + _steps[degree];
    }

    /// <summary>The melody step whose pitch is nearest.</summary>
    public int NearestStep(int pitch)
    {
        var guess = (int)Math.Round((pitch - Root) * _steps.Length / 12.0);
        var best = guess;
        for (var step = guess - 2; step <= guess + 2; step++)
            if (Math.Abs(Pitch(step) - pitch) < Math.Abs(Pitch(best) - pitch))
                best = step;
        return best;
    }

    /// <summary>True for all seven tones of the harmony scale.</summary>
    public bool Contains(int pitch) => Array.IndexOf(Mode.HarmonySteps, PitchClass(pitch - Root)) >= 0;

    public static int PitchClass(int pitch) => ((pitch % 12) + 12) % 12;

    /// <summary>Equal temperament, A4 = 440 Hz.</summary>
    public static double Hertz(double pitch) => 440.0 * Math.Pow(2, (pitch - 69) / 12);
}
