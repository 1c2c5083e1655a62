using Backlot.Generation.Dummy.Music.Instruments;
using Backlot.Generation.Dummy.Music.Prompts;

namespace Backlot.Generation.Dummy.Music.Composition;

/// <summary>One drum's bar: a digit per step is its loudness in ninths, '.' is silence.</summary>
internal readonly record struct DrumRow(DrumSound Sound, string Steps);

/// <summary>Grooves per instrument and meter; two alternatives each, the second a little fuller.</summary>
internal static class DrumPatterns
{
    public static DrumRow[][] For(InstrumentKind kind, Meter meter) => (kind, meter.Name) switch
    {
        (InstrumentKind.FrameDrum, "4/4") =>
            [Frame("8.......6.......", "......3.....4..."), Frame("8.....5.6.......", "....3.......4.3."),
                Frame("8.......7...3...", "....4..2....4...")],
        (InstrumentKind.FrameDrum, "3/4") =>
            [Frame("8...........", "....4...3..."), Frame("8.........4.", "....4.2.4..."),
                Frame("8.......5...", "....4.......")],
        (InstrumentKind.FrameDrum, _) =>
            [Frame("8.....5.....", "....3.....4."), Frame("8...3.6.....", "..........4."),
                Frame("8.....6...3.", "....3.......")],
        (InstrumentKind.HandDrum, "4/4") =>
            [Hand("7.....5.6.......", "....5.......5.3."), Hand("7.......6.5.....", "....5..3....5..."),
                Hand("7..5....6.......", "....4.3.....5.3.")],
        (InstrumentKind.HandDrum, "3/4") =>
            [Hand("7...........", "....5...4.3."), Hand("7.....4.....", "....5...5...")],
        (InstrumentKind.HandDrum, _) => [Hand("7.....6.....", "....4...3.4."), Hand("7...4.6.....", "..3.......4.")],
        (InstrumentKind.Brushes, "4/4") =>
            [Brush("7...............", "....5.......5...", "5...4...5...4..."),
                Brush("6.......4.......", "....5.......5.3.", "5.3.4.3.5.3.4.3.")],
        (InstrumentKind.Brushes, _) =>
            [Brush("6...........", "....4...5...", "5...4...4..."),
                Brush("6...........", "........5...", "5.3.4...4...")],
        (InstrumentKind.Shaker, "4/4") =>
            [[new(DrumSound.Shaker, "5.3.4.3.5.3.4.3.")], [new(DrumSound.Shaker, "..4...4...4...4.")]],
        (InstrumentKind.Shaker, _) =>
            [[new(DrumSound.Shaker, "5.3.4.3.4.3.")], [new(DrumSound.Shaker, "5...3...3...")]],
        (InstrumentKind.Kick, "4/4") =>
            [[new(DrumSound.Kick, "7.......6.......")], [new(DrumSound.Kick, "7.......5.5.....")]],
        (InstrumentKind.Kick, _) => [[new(DrumSound.Kick, "7...........")]],
        (_, "4/4") =>
        [
            Kit("8.......6.5.....", "....7.......7...", "5...4...5...4.3."),
            Kit("8.....5...6.....", "....7.......7..2", "5.4.5.4.5.4.5.4."),
            Kit("8..5......6.....", "....7.......7...", "..5...5...5...5."),
            Kit("8.......7..5....", "....6..2....7...", "5.3.5.3.5.3.5.3."),
        ],
        _ => [Kit("7...........", "........5...", "4...3...3..."), Kit("7.....4.....", "......5.....", "4.3.4.3.4.3.")],
    };

    private static DrumRow[] Frame(string low, string high) =>
        [new(DrumSound.FrameLow, low), new(DrumSound.FrameHigh, high)];

    private static DrumRow[] Hand(string low, string high) =>
        [new(DrumSound.HandLow, low), new(DrumSound.HandHigh, high)];

    private static DrumRow[] Brush(string kick, string tap, string sweep) =>
        [new(DrumSound.Kick, kick), new(DrumSound.BrushTap, tap), new(DrumSound.BrushSweep, sweep)];

    private static DrumRow[] Kit(string kick, string snare, string hat) =>
        [new(DrumSound.Kick, kick), new(DrumSound.Snare, snare), new(DrumSound.Hat, hat)];
}
