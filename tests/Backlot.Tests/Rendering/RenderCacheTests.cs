using Backlot.Rendering;

namespace Backlot.Tests.Rendering;

public sealed class RenderCacheTests(MediaFolder folder) : IClassFixture<MediaFolder>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private readonly FixedTime time = new();

    private RenderCache Open() => new(folder.File("cache"), time);

    [Fact]
    public async Task Two_callers_of_one_key_make_it_once()
    {
        var cache = Open();
        var made = 0;

        async Task MakeAsync(string temp, CancellationToken ct)
        {
            Interlocked.Increment(ref made);
            await File.WriteAllTextAsync(temp, "content", ct);
        }

        var files = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => cache.GetOrMakeAsync("once", ".txt", MakeAsync, Ct)));

        Assert.Equal(1, made);
        Assert.Single(files.Select(file => file.Path).Distinct());
        Assert.Single(files, file => !file.WasThere);
    }

    [Fact]
    public async Task What_fails_leaves_nothing_and_is_made_the_next_time()
    {
        var cache = Open();
        await Assert.ThrowsAsync<FormatException>(() => cache.GetOrMakeAsync("fails", ".txt", async (temp, ct) =>
        {
            await File.WriteAllTextAsync(temp, "half", ct);
            throw new FormatException();
        }, Ct));

        var file = await cache.GetOrMakeAsync(
            "fails", ".txt", (temp, ct) => File.WriteAllTextAsync(temp, "whole", ct), Ct);

        Assert.Equal("whole", await File.ReadAllTextAsync(file.Path, Ct));
        Assert.Empty(Directory.EnumerateFiles(folder.File("cache"), "*.part*"));
    }

    [Fact]
    public async Task Opening_sweeps_what_a_killed_run_left()
    {
        Directory.CreateDirectory(folder.File("killed"));
        await File.WriteAllTextAsync(folder.File("killed/abc.mp4.part.mp4"), "half", Ct);

        _ = new RenderCache(folder.File("killed"), time);

        Assert.Empty(Directory.EnumerateFiles(folder.File("killed")));
    }

    [Fact]
    public async Task Trimming_deletes_the_least_recently_used_and_spares_what_may_be_in_use()
    {
        var cache = new RenderCache(folder.File("trimmed"), time);
        var old = await FillAsync(cache, "old");
        var used = await FillAsync(cache, "used");
        time.Now += TimeSpan.FromHours(2);
        await FillAsync(cache, "used");
        time.Now += TimeSpan.FromHours(2);
        var fresh = await FillAsync(cache, "fresh");

        Assert.Equal(1000, await cache.TrimAsync(2500, Ct));
        Assert.Equal((false, true, true), (File.Exists(old), File.Exists(used), File.Exists(fresh)));
        Assert.Equal(1000, await cache.TrimAsync(0, Ct));
        Assert.Equal((false, true), (File.Exists(used), File.Exists(fresh)));
    }

    private static async Task<string> FillAsync(RenderCache cache, string key)
    {
        var file = await cache.GetOrMakeAsync(
            key, ".bin", (temp, ct) => File.WriteAllBytesAsync(temp, new byte[1000], ct), Ct);
        return file.Path;
    }

    private sealed class FixedTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
