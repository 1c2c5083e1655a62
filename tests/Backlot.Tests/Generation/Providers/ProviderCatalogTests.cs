using Backlot.Generation;
using Backlot.Generation.Providers;
using Backlot.Platform;
using Backlot.Tests.Support;

namespace Backlot.Tests.Generation.Providers;

public sealed class ProviderCatalogTests
{
    private static readonly ProviderCatalog Own = Read(null);

    [Fact]
    public void Every_model_has_a_price_and_whatever_replaces_it_is_there_and_alive()
    {
        Assert.All(Own.All, model => Assert.NotEmpty(model.Prices));
        Assert.All(Own.All.Where(model => model.ReplacedBy is not null), model =>
        {
            var replacement = Own.Demand(ProviderChoice.Parse(model.ReplacedBy!), model.Kind);
            Assert.Null(replacement.RetiredOn);
        });
    }

    [Theory]
    [InlineData("sora/sora-2", "model.retired", "sora/sora-2 was retired on 2026-09-24: take gemini/gemini-omni-1.2-flash instead.")]
    [InlineData("sora", "model.retired", "sora/sora-2 was retired on 2026-09-24: take gemini/gemini-omni-1.2-flash instead.")]
    [InlineData("veo/veo-3.1-fast-generate-preview", "model.retired", "veo/veo-3.1-fast-generate-preview was retired on 2026-10-22: take veo/veo-3.1-fast-generate-001 instead.")]
    [InlineData("runway/gen9", "model.unknown", "runway has no model 'gen9' here: choose gen4.5, gen4_turbo, veo3.1, veo3.1_fast.")]
    [InlineData("nobody", "provider.unknown", "There is no provider 'nobody' for this here: GET /api/providers tells which there are.")]
    public void What_cannot_be_ordered_is_said_with_the_remedy(string choice, string code, string message)
    {
        var refusal = Assert.Throws<Refusal>(() => Own.Demand(ProviderChoice.Parse(choice), GenerationKind.Video));

        Assert.Equal((422, code, message), (refusal.Status, refusal.Code, refusal.Message));
    }

    [Theory]
    [InlineData("runway/gen4.5", 5, 720, 0.6)]
    [InlineData("kling/kling-v2-6", 6, 720, 1.5)]           // it makes 10 seconds
    [InlineData("kling/kling-v2-6", 5, 1080, 0.95)]
    [InlineData("gemini/gemini-omni-1.2-flash", 3.2, 2160, 1.4)]
    [InlineData("veo/veo-3.1-generate-001", 5, 1080, 2.4)]
    public void A_price_is_that_of_the_length_and_size_that_is_made(string choice, double seconds, int side, double usd) =>
        Assert.Equal((decimal)usd, Own.Demand(ProviderChoice.Parse(choice), GenerationKind.Video).PriceUsd(new VideoOrder("x", 1, seconds, side * 16 / 9, side)));

    [Theory]
    [InlineData("runway/gen4.5", 11, 1280, "durationSeconds: runway/gen4.5 makes at most 10 seconds at a time.")]
    [InlineData("runway/gen4.5", 5, 1920, "width: runway/gen4.5 makes 1280x720, 720x1280, 1104x832, 960x960, 832x1104, 1584x672, not 1920x720.")]
    [InlineData("runway/gen4_turbo", 5, 1280, "referenceImages: runway/gen4_turbo makes nothing from words alone; give a picture to begin with.")]
    public void What_a_model_does_not_make_is_refused_by_field(string choice, double seconds, int width, string message)
    {
        var model = Own.Demand(ProviderChoice.Parse(choice), GenerationKind.Video);

        Assert.Equal(message, Assert.Throws<Refusal>(() => model.Check(new VideoOrder("x", 1, seconds, width, 720))).Message);
    }

    [Fact]
    public void A_file_changes_entries_field_by_field_adds_some_and_takes_some_away()
    {
        var catalog = Read("""
            {
              // A gateway of ours.
              "sora": {"video": {"sora-2": {"retiredOn": null, "price": [{"per": "second", "usd": 0.2}]}, "sora-2-pro": null}},
              "runway": {"video": {"seedance2": {"price": [{"per": "second", "usd": 0.3}], "seconds": [5]}}},
            }
            """);

        var sora = catalog.Demand(new("sora"), GenerationKind.Video);
        Assert.Equal(("sora-2", 0.8m, 3), (sora.Name, sora.PriceUsd(4, 720), sora.Seconds.Count));
        Assert.DoesNotContain(catalog.All, model => model.Name == "sora-2-pro");
        Assert.Equal(1.5m, catalog.Demand(new("runway", "seedance2"), GenerationKind.Video).PriceUsd(5));
        Assert.Equal("gen4.5", catalog.Demand(new("runway"), GenerationKind.Video).Name);
    }

    [Theory]
    [InlineData("{", "The models in ")]
    [InlineData("[]", "It is no JSON object")]
    [InlineData("""{"runway": {"smell": {"gen4.5": {"price": [{"per": "second", "usd": 1}]}}}}""", "there is no kind smell")]
    [InlineData("""{"runway": {"video": {"gen4.5": {"price": []}}}}""", "runway.video.gen4.5 has no price")]
    [InlineData("""{"runway": {"video": {"gen4.5": {"prise": 1}}}}""", "runway.video.gen4.5")]
    public void A_file_that_cannot_be_read_stops_the_start(string text, string said)
    {
        var failure = Assert.Throws<StartFailed>(() => Read(text));

        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("write them as docs/providers.md shows, or unset BACKLOT_PROVIDERS.", failure.Message, StringComparison.Ordinal);
    }

    private static ProviderCatalog Read(string? text)
    {
        var path = text is null ? null : Path.Combine(Path.GetTempPath(), $"backlot-catalog-{Guid.CreateVersion7():N}.json");
        if (path is not null)
            File.WriteAllText(path, text);
        try
        {
            var time = new ShiftedTime();
            time.Advance(new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero) - TimeProvider.System.GetUtcNow());
            return new(new Settings { DataFolder = "/none", ProvidersFile = path }, time);
        }
        finally
        {
            if (path is not null)
                File.Delete(path);
        }
    }
}
