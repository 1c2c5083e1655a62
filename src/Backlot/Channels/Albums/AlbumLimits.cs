namespace Backlot.Channels.Albums;

/// <summary>How long an album's film may be, in minutes. Only the host of the tests has others.</summary>
/// <param name="ShortestMinutes">Inclusive.</param>
/// <param name="LongestMinutes">Inclusive.</param>
internal sealed record AlbumLimits(int ShortestMinutes = 60, int LongestMinutes = 90);
