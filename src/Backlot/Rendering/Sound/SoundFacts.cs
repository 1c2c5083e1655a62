namespace Backlot.Rendering.Sound;

/// <summary>How loud a piece of sound is.</summary>
/// <param name="Lufs">Integrated loudness; null if there is nothing to measure (silence, less than 0.4 s).</param>
/// <param name="PeakDbtp">True peak over full scale, in dB; -200 for digital silence.</param>
public sealed record Loudness(double? Lufs, double PeakDbtp);

/// <summary>How a track is brought to the film's level.</summary>
/// <param name="GainDb">One gain for the whole track; its dynamics stay.</param>
/// <param name="Own">The track as it came.</param>
/// <param name="Levelled">With the gain, behind the limiter.</param>
public sealed record TrackLevel(double GainDb, Loudness Own, Loudness Levelled);
