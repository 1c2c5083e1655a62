using Backlot.Platform.Logging;

namespace Backlot.Tests.Platform.Logging;

/// <summary>Where files lie on the server is told to no client: docs/security.md 2.5.9.</summary>
public sealed class PathlessTests
{
    [Theory]
    [InlineData("file:/var/lib/backlot/tmp/a.mp4: Invalid data found when processing input", "(file): Invalid data found when processing input")]
    [InlineData("Could not find file '/var/lib/backlot/blobs/ab/cd'.", "Could not find file '(file)'.")]
    [InlineData("/my data/tmp/a film.mp4: No such file or directory", "(file): No such file or directory")]
    [InlineData("[mov,mp4,m4a @ 0x55d0c0ffee00] moov atom not found", "[mov,mp4,m4a] moov atom not found")]
    [InlineData("No space left on device : '/data/tmp/x'", "No space left on device : '(file)'")]
    [InlineData("rename(/data/a,/data/b) failed", "rename((file),(file)) failed")]
    [InlineData("Error opening output /data/tmp/x.mp4", "Error opening output (file)")]
    [InlineData("It has 24000/1001 frames a second and the ratio 16:9", "It has 24000/1001 frames a second and the ratio 16:9")]
    [InlineData("The address http://media.example.org/a.mp4 cannot be reached.", "The address http://media.example.org/a.mp4 cannot be reached.")]
    public void A_place_on_the_server_is_written_as_a_file(string said, string shown) => Assert.Equal(shown, Pathless.Of(said));
}
