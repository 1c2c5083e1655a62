namespace Backlot.Tests.Support;

/// <summary>Films and photographs that cameras and studios made: Debian's opencv-doc, of the test packages.</summary>
internal static class RealMedia
{
    public const string Folder = "/usr/share/doc/opencv-doc/examples/data";
}
