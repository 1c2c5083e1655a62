namespace Backlot.Generation.Dummy.Music.Composition;

/// <summary>One note as it will sound, timing already humanised.</summary>
/// <param name="StartFrame">A multiple of eight, from the start of the piece.</param>
/// <param name="Frames">Until its release begins; a multiple of eight.</param>
/// <param name="Pitch">MIDI note number; for percussion a <see cref="Instruments.DrumSound"/>.</param>
/// <param name="Velocity">0 to 1.</param>
internal readonly record struct ScoreNote(int StartFrame, int Frames, int Pitch, float Velocity);
