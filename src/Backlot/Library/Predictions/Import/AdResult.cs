namespace Backlot.Library.Predictions.Import;

/// <summary>What one line says of an ad.</summary>
/// <param name="Line">From 1.</param>
/// <param name="AdId">What the ad system calls it.</param>
/// <param name="ClipId">The clip that it shows; null when it is known by its ad.</param>
/// <param name="Rate">Clicks over views, 0..1.</param>
/// <param name="Views">Null when the line has none.</param>
internal sealed record AdResult(int Line, string AdId, Guid? ClipId, double Rate, long? Views);

/// <summary>What is wrong with a line, so that somebody with the file before them finds the place.</summary>
internal sealed record LineFault(int Line, string? Column, string Message)
{
    public override string ToString() => $"Line {Line}{(Column is null ? "" : $", column {Column}")}: {Message}";
}
