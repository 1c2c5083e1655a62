using Backlot.Generation.Answers;
using Backlot.Platform;

namespace Backlot.Tests.Generation.Answers;

public sealed class ModelChoiceTests
{
    [Fact]
    public void A_model_is_written_with_its_price_of_tokens_or_of_minutes()
    {
        Assert.Equal(new("gpt-5.6-luna", new(0.2m, 1.2m, 0)), ModelChoice.Parse("gpt-5.6-luna@0.20/1.20"));
        Assert.Equal(new("vendor/seer:free", new(0, 0, 0)), ModelChoice.Parse("vendor/seer:free@0/0"));
        Assert.Equal(new("whisper-1", new(0, 0, 0.006m)), ModelChoice.Parse("whisper-1@0.006"));
    }

    [Theory]
    [InlineData("whisper-1")]
    [InlineData("@0.1/0.2")]
    [InlineData("a model@1")]
    [InlineData("model@1/2/3")]
    [InlineData("model@-1")]
    [InlineData("model@1e9")]
    [InlineData("model@20000")]
    [InlineData("model@one")]
    public void What_is_written_another_way_stops_the_start(string text) => Assert.StartsWith($"BACKLOT_ANALYSIS_MODELS holds '{text}': write ",
        Assert.Throws<StartFailed>(() => ModelsOf("openai.sound", text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_name_that_is_not_there_stops_the_start() => Assert.Equal(
        "BACKLOT_ANALYSIS_MODELS names 'openai.video': choose openai.pictures, openai.sound, openai.text, gemini.pictures, gemini.sound, gemini.text.",
        Assert.Throws<StartFailed>(() => ModelsOf("openai.video", "x@1")).Message);

    [Fact]
    public void One_model_is_changed_and_the_others_stay()
    {
        var models = ModelsOf("gemini.sound", "gemini-4-flash@1/2");

        Assert.Equal("gemini-4-flash", models.ForSound("gemini").Model);
        Assert.Equal(("gemini-3.8-flash", "gpt-5.6-luna", "whisper-1"), (models.ForPictures("gemini").Model, models.ForPictures("openai").Model, models.ForSound("openai").Model));
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(1, 0, 0, 0.0001)]           // what is begun counts
    [InlineData(1_000_000, 1_000_000, 0, 12)]
    [InlineData(0, 0, 90, 9)]
    public void A_price_is_of_all_that_was_counted(int input, int output, double minutes, decimal usd) =>
        Assert.Equal(usd, new ModelPrice(2, 10, 0.1m).Of(new(input, output, minutes)));

    [Theory]
    [InlineData(" a\u0000b\r\nc ", "a b c")]
    [InlineData("\u0000", null)]
    [InlineData(null, null)]
    [InlineData("123456789", "12345…")]
    [InlineData("1234\ud83d\ude00567", "1234…")]     // no character is cut in two
    public void Text_of_a_model_is_made_fit_to_be_kept(string? text, string? kept) => Assert.Equal(kept, PlainText.Of(text, 5));

    private static AnswerModels ModelsOf(string name, string text) =>
        new(new Settings { DataFolder = "/tmp", AnalysisModels = new Dictionary<string, string> { [name] = text } });
}
