using Backlot.Library.Similarity;
using Backlot.Platform;

namespace Backlot.Tests.Library.Similarity;

public sealed class EmbedderSettingsTests
{
    [Fact]
    public void An_address_a_model_and_a_key_are_read()
    {
        Assert.Equal(new EmbedderSettings("http://127.0.0.1:7997/v1", "jinaai/clip", "ek-1"),
            EmbedderSettings.Parse("http://127.0.0.1:7997/v1/#jinaai/clip", "ek-1"));
        Assert.Equal(new EmbedderSettings("https://clip.example", "c", null), EmbedderSettings.Parse("https://clip.example#c", null));
        Assert.Null(EmbedderSettings.Parse(null, null));
    }

    [Theory]
    [InlineData("http://127.0.0.1:7997", "BACKLOT_EMBEDDER is '")]
    [InlineData("ftp://x#clip", "BACKLOT_EMBEDDER is '")]
    [InlineData("#clip", "BACKLOT_EMBEDDER is '")]
    [InlineData("http://x/?key=1#clip", "BACKLOT_EMBEDDER is '")]
    [InlineData("http://x#clip vit", "BACKLOT_EMBEDDER is '")]
    [InlineData("http://user:secret@x#clip", "BACKLOT_EMBEDDER names a user:")]
    [InlineData("http://x#backlot/2", "BACKLOT_EMBEDDER names the model backlot/2:")]
    public void An_embedder_that_is_written_another_way_stops_the_start(string text, string sentence)
    {
        var refused = Assert.Throws<StartFailed>(() => EmbedderSettings.Parse(text, null)).Message;

        Assert.StartsWith(sentence, refused, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://x#clip", "a key")]
    [InlineData("http://x#clip", "key\r\nX-More: 1")]
    [InlineData(null, "ek-12345")]
    public void A_key_that_can_be_none_stops_the_start_and_is_not_repeated(string? text, string key)
    {
        var refused = Assert.Throws<StartFailed>(() => EmbedderSettings.Parse(text, key)).Message;

        Assert.StartsWith("BACKLOT_EMBEDDER_KEY ", refused, StringComparison.Ordinal);
        Assert.DoesNotContain(key, refused, StringComparison.Ordinal);
    }
}
