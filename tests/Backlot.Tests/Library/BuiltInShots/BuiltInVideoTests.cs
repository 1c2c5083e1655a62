using System.Security.Cryptography;
using Backlot.Generation.Providers;
using Backlot.Rendering;

namespace Backlot.Tests.Library.BuiltInShots;

public sealed class BuiltInVideoTests : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private readonly string _folder = Directory.CreateTempSubdirectory("backlot-shots-").FullName;

    private static VideoOrder Order => new("lighthouse above a stormy sea at night, slow push in", 3, 4, 320, 180);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_shot_is_a_film_of_the_ordered_length_and_size_with_sound()
    {
        var told = new List<double>();
        var path = Path.Combine(_folder, "shot");
        var made = await Maker().MakeAsync(Order, path, new Told(told), Ct);
        var facts = await new MediaProbe(new(new())).ProbeAsync(path, MediaKind.Video, Ct);

        Assert.Equal("shot.mp4", made.Filename);
        Assert.Equal(0, made.CostUsd);
        Assert.Equal((320, 180), (facts.Width, facts.Height));
        Assert.InRange(facts.DurationSeconds.GetValueOrDefault(), 3.98, 4.05);
        Assert.Equal("h264", facts.VideoCodec);
        Assert.True(facts.HasAudio);
        Assert.Equal(1, told[^1]);
        Assert.Equal(told.Order(), told);
        Assert.Equal(["shot"], Directory.EnumerateFiles(_folder).Select(Path.GetFileName));
        Assert.True(IndexIsInFront(path));
    }

    [Fact]
    public async Task The_same_order_gives_the_same_bytes_and_no_sound_none()
    {
        var (first, second, silent) = (Path.Combine(_folder, "1"), Path.Combine(_folder, "2"), Path.Combine(_folder, "3"));
        await Maker().MakeAsync(Order with { DurationSeconds = 2 }, first, null, Ct);
        await Maker().MakeAsync(Order with { DurationSeconds = 2 }, second, null, Ct);
        await Maker().MakeAsync(Order with { DurationSeconds = 2, WithSound = false }, silent, null, Ct);

        Assert.Equal(SHA256.HashData(File.ReadAllBytes(first)), SHA256.HashData(File.ReadAllBytes(second)));
        Assert.False((await new MediaProbe(new(new())).ProbeAsync(silent, MediaKind.Video, Ct)).HasAudio);
    }

    [Fact]
    public async Task A_cancelled_shot_ends_at_once()
    {
        using var stop = new CancellationTokenSource();
        var making = Maker().MakeAsync(Order with { DurationSeconds = 30 }, Path.Combine(_folder, "x"), new Stopper(stop), stop.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => making);
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder), file => file.EndsWith(".wav", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, 320, 180, "2 to 30 s")]
    [InlineData(4, 321, 180, "321 x 180")]
    [InlineData(4, 320, 4000, "320 x 4000")]
    [InlineData(4, 3840, 2160, "4 million")]
    public async Task What_it_cannot_shoot_is_refused_before_anything_is_made(double seconds, int width, int height, string says)
    {
        var refused = await Assert.ThrowsAsync<Backlot.Platform.Refusal>(() =>
            Maker().MakeAsync(Order with { DurationSeconds = seconds, Width = width, Height = height }, Path.Combine(_folder, "x"), null, Ct));

        Assert.Equal((422, "invalid"), (refused.Status, refused.Code));
        Assert.Contains(says, refused.Message);
        Assert.Empty(Directory.EnumerateFiles(_folder));
    }

    private static Backlot.Library.BuiltInShots.BuiltInVideo Maker() => new(new(new()));

    private static bool IndexIsInFront(string path)
    {
        var text = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(path));
        return text.IndexOf("moov", StringComparison.Ordinal) is var index and > 0 && index < text.IndexOf("mdat", StringComparison.Ordinal);
    }

    private sealed class Told(List<double> told) : IProgress<double>
    {
        public void Report(double value) => told.Add(value);
    }

    private sealed class Stopper(CancellationTokenSource stop) : IProgress<double>
    {
        public void Report(double value) => stop.Cancel();
    }
}
