using System.Buffers.Binary;
using System.Text;
using Backlot.Generation.Dummy.Music;
using Backlot.Generation.Dummy.Music.Sound;

namespace Backlot.Tests.Generation.Dummy.Music;

public sealed class MusicSynthesizerTests
{
    private const string Court = "Slow regal court music for candle-lit evenings: 68 bpm, D dorian, " +
        "lute and viol over warm strings, soft frame drum, cathedral reverb";

    public static TheoryData<string> Prompts =>
    [
        Court,
        "Lo-fi beat, 74 bpm, A minor, rhodes, vinyl crackle, soft drums",
        "Ambient pads drifting in space, F lydian, choir, bells, rain",
        "Epic battle, E minor, horns, strings, taiko, harpsichord, cathedral",
        "Tavern folk, 104 bpm, G mixolydian, guitar, fiddle, hand drum, shaker, small room",
        "",
    ];

    [Theory]
    [InlineData(2.0)]
    [InlineData(3.0)]
    [InlineData(7.77777)]
    [InlineData(20.0)]
    public void The_file_is_exactly_as_long_as_asked_and_says_so(double seconds)
    {
        var sound = Sound.Of(Court, 1, seconds);

        var frames = (int)Math.Round(seconds * 44_100);
        Assert.Equal(44 + (4 * frames), sound.Bytes.Length);
        Assert.Equal("RIFF", Encoding.ASCII.GetString(sound.Bytes, 0, 4));
        Assert.Equal(36 + (4 * frames), BinaryPrimitives.ReadInt32LittleEndian(sound.Bytes.AsSpan(4)));
        Assert.Equal("WAVEfmt ", Encoding.ASCII.GetString(sound.Bytes, 8, 8));
        Assert.Equal(2, BinaryPrimitives.ReadInt16LittleEndian(sound.Bytes.AsSpan(22)));
        Assert.Equal(44_100, BinaryPrimitives.ReadInt32LittleEndian(sound.Bytes.AsSpan(24)));
        Assert.Equal(16, BinaryPrimitives.ReadInt16LittleEndian(sound.Bytes.AsSpan(34)));
        Assert.Equal(4 * frames, BinaryPrimitives.ReadInt32LittleEndian(sound.Bytes.AsSpan(40)));
        Assert.True(sound.Rms(0, seconds) > 0.01);
    }

    [Fact]
    public void The_same_prompt_and_seed_give_the_same_bytes()
    {
        Assert.Equal(Sound.Of(Court, 42, 12).Bytes, Sound.Of(Court, 42, 12).Bytes);
    }

    [Fact]
    public void Another_seed_or_another_word_gives_another_piece()
    {
        var piece = Sound.Of(Court, 42, 6).Bytes;

        Assert.NotEqual(piece, Sound.Of(Court, 43, 6).Bytes);
        Assert.NotEqual(piece, Sound.Of(Court + " again", 42, 6).Bytes);
    }

    [Theory]
    [MemberData(nameof(Prompts))]
    public void A_piece_never_clips_clicks_or_falls_silent(string prompt)
    {
        var sound = Sound.Of(prompt, 5, 30);

        Assert.InRange(sound.Peak, 0.2, 0.78);
        Assert.InRange(Math.Abs(sound.Left.Average()), 0, 0.001);
        Assert.InRange(Math.Abs(sound.Right.Average()), 0, 0.001);
        Assert.True(Roughest(sound.Left) < 0.22 && Roughest(sound.Right) < 0.22,
            $"{Roughest(sound.Left)} {Roughest(sound.Right)}");
        for (var second = 1; second < 23; second++)
            Assert.True(sound.Rms(second, second + 1.5) > 0.003, $"silent at {second} s");
    }

    [Theory]
    [MemberData(nameof(Prompts))]
    public void A_piece_starts_softly_and_fades_to_silence(string prompt)
    {
        var sound = Sound.Of(prompt, 6, 15);

        Assert.True(Math.Abs(sound.Left[0]) < 0.001);
        Assert.True(sound.Rms(14.9, 15) < 0.002);
        Assert.True(sound.Rms(14.99, 15) < 0.0004);
        Assert.True(Math.Abs(sound.Left[^1]) < 0.0002);
    }

    [Theory]
    [MemberData(nameof(Prompts))]
    public void Every_piece_is_about_equally_loud(string prompt)
    {
        var sound = Sound.Of(prompt, 8, 30);

        Assert.InRange(Loudness(sound), -18.7, -15.3);
    }

    [Fact]
    public void The_two_sides_differ_but_are_balanced()
    {
        var sound = Sound.Of(Court, 3, 30);

        var (both, left, right) = (0.0, 0.0, 0.0);
        for (var i = 0; i < sound.Frames; i++)
        {
            both += sound.Left[i] * sound.Right[i];
            left += sound.Left[i] * sound.Left[i];
            right += sound.Right[i] * sound.Right[i];
        }
        Assert.InRange(both / Math.Sqrt(left * right), 0.1, 0.97);
        Assert.InRange(left / right, 0.5, 2.0);
    }

    [Theory]
    [InlineData("D dorian, lute and viol over strings", new[] { 2, 4, 5, 7, 9, 11, 0 })]
    [InlineData("E flat major, piano and strings", new[] { 3, 5, 7, 8, 10, 0, 2 })]
    [InlineData("F# minor, harp and flute", new[] { 6, 8, 9, 11, 1, 2, 4 })]
    public void The_key_asked_for_is_the_key_heard(string prompt, int[] scale)
    {
        var chroma = Sound.Of(prompt + ", no drums", 4, 25).Chroma();

        var inside = scale.Sum(pitchClass => chroma[pitchClass]) / chroma.Sum();
        Assert.True(inside > 0.93, $"{inside:P1} of the energy is in the scale");
    }

    [Fact]
    public void Cancelling_stops_the_work()
    {
        using var stop = new CancellationTokenSource();
        var progress = new Told(share =>
        {
            if (share > 0.2)
                stop.Cancel();
        });

        using var wav = new MemoryStream();
        Assert.Throws<OperationCanceledException>(() =>
            MusicSynthesizer.Render(Court, 1, 60, wav, progress, stop.Token));

        Assert.InRange(wav.Length, 1, 60 * 44_100 * 4 / 2);
    }

    [Fact]
    public void Progress_rises_from_nothing_to_one()
    {
        var told = new List<double>();
        MusicSynthesizer.Render(Court, 1, 5, Stream.Null, new Told(told.Add), TestContext.Current.CancellationToken);

        Assert.Equal(told.Order(), told);
        Assert.Equal(1, told[^1]);
        Assert.InRange(told.Count, 50, 200);
    }

    [Theory]
    [InlineData(1.9)]
    [InlineData(3601)]
    [InlineData(double.NaN)]
    public void A_length_outside_the_range_is_refused(double seconds)
    {
        using var wav = new MemoryStream();
        Assert.Throws<ArgumentOutOfRangeException>(
            () => MusicSynthesizer.Render(Court, 1, seconds, wav, null, TestContext.Current.CancellationToken));

        Assert.Equal(0, wav.Length);
    }

    // The largest second difference: an attack or a bright tone stays far below what a cut in the waveform makes.
    private static float Roughest(float[] samples)
    {
        var roughest = 0f;
        for (var i = 2; i < samples.Length; i++)
            roughest = Math.Max(roughest, Math.Abs(samples[i] - (2 * samples[i - 1]) + samples[i - 2]));
        return roughest;
    }

    private static double Loudness(Sound sound)
    {
        var meter = new LoudnessMeter();
        var block = new StereoBlock();
        for (var at = 0; at + Audio.BlockFrames <= sound.Frames; at += Audio.BlockFrames)
        {
            sound.Left.AsSpan(at, Audio.BlockFrames).CopyTo(block.Left);
            sound.Right.AsSpan(at, Audio.BlockFrames).CopyTo(block.Right);
            meter.Measure(block);
        }
        return meter.Lufs();
    }

    private sealed class Told(Action<double> tell) : IProgress<double>
    {
        public void Report(double value) => tell(value);
    }
}
