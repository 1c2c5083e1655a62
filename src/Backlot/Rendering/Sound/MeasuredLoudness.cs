namespace Backlot.Rendering.Sound;

/// <summary>How loud a whole programme is, by ITU-R BS.1770-4 and EBU R 128.</summary>
/// <param name="IntegratedLufs">Gated loudness, in LUFS; -14 is what streaming sites play at.</param>
/// <param name="RangeLu">How far loud and quiet passages lie apart (EBU Tech 3342), in LU; 0 for less than 3 s.</param>
/// <param name="TruePeakDbtp">Highest level of the wave, also between the samples, in dB over full scale.</param>
public sealed record MeasuredLoudness(double IntegratedLufs, double RangeLu, double TruePeakDbtp);
