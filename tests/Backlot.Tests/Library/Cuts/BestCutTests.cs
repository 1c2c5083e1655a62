using System.Text.Json;
using Backlot.Library.Clips;
using Backlot.Library.Cuts;

namespace Backlot.Tests.Library.Cuts;

public sealed class BestCutTests
{
    private static readonly Guid First = Guid.Parse("00000000-0000-7000-8000-000000000001"), Second = Guid.Parse("00000000-0000-7000-8000-000000000002");

    [Fact]
    public async Task The_strongest_hook_opens_and_the_rest_follows_the_story()
    {
        var (late, early, hook, other) = (Clip(First, 30, 2, 0.2), Clip(First, 10, 2, 0.3), Clip(Second, 50, 2, 0.9), Clip(Second, 5, 2, 0.1));

        var parts = await PickAsync([late, hook, other, early], seconds: 20);

        Assert.Equal([hook.Id, early.Id, late.Id, other.Id], parts.Select(part => part.Clip));
        Assert.Equal([50, 10, 30, 5], parts.Select(part => part.In));
    }

    [Fact]
    public async Task The_film_is_as_long_as_wanted_and_no_clip_takes_more_than_a_quarter_of_it()
    {
        var parts = await PickAsync([.. Enumerable.Range(0, 9).Select(i => Clip(First, i * 20, i == 1 ? 3 : 20, 0.5))], seconds: 20);

        Assert.Equal([5, 3, 5, 5, 2], parts.Select(part => part.Out - part.In));
        Assert.Equal(20, parts.Sum(part => part.Out - part.In));
    }

    [Fact]
    public async Task Of_clips_that_are_nearly_the_same_only_the_best_is_taken()
    {
        var clips = Enumerable.Range(0, 4).Select(i => Clip(First, i * 10, 2, 0.5)).ToList();

        var parts = await PickAsync(clips, seconds: 20, (clips[0].Id, [(clips[1].Id, 0.985), (clips[2].Id, 0.975)]));

        Assert.Equal([clips[0].Id, clips[2].Id, clips[3].Id], parts.Select(part => part.Clip));
    }

    [Fact]
    public async Task Too_little_footage_makes_a_shorter_film_and_none_makes_none()
    {
        Assert.Single(await PickAsync([Clip(First, 0, 2, 0.5), Clip(First, 2, 0.2, 0.5)], seconds: 30));
        Assert.Empty(await PickAsync([], seconds: 30));
    }

    private static Task<IReadOnlyList<NewCutPart>> PickAsync(
        IReadOnlyList<ClipView> clips, double seconds, params (Guid Clip, (Guid, double)[] Similar)[] similar) => BestCut.PickAsync(
            clips.ToAsyncEnumerable(), seconds,
            (clip, _) => Task.FromResult(similar.Where(known => known.Clip == clip).SelectMany(known => known.Similar)), TestContext.Current.CancellationToken);

    private static ClipView Clip(Guid asset, double start, double seconds, double hook) => new(
        Guid.CreateVersion7(), asset, start, start + seconds, seconds, "cut", 1, 0.5, 0.5, JsonSerializer.SerializeToElement(new { score = hook }), null, null,
        null, JsonSerializer.SerializeToElement(new { }), "test", null, null, DateTimeOffset.UnixEpoch);
}
