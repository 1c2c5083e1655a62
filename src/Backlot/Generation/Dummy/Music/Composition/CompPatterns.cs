namespace Backlot.Generation.Dummy.Music.Composition;

/// <summary>
/// Accompaniment figures, one character per step: a digit plucks that rung of the chord's ladder (0 is the low root),
/// 'C' strums the whole chord, 'c' its upper tones softly, '.' lets ring.
/// </summary>
internal static class CompPatterns
{
    private static readonly string[] FlowingFour =
    [
        "0.2.3.4.5.4.3.2.", "0.1.3.4.5.4.3.1.", "0.3.2.4.3.5.4.3.", "0.2.4.3.5.3.4.2.", "0.1.2.3.4.3.2.1.",
        "0.2.3.2.4.2.3.2.",
        "0.3.4.5.4.3.4.3.",
    ];
    private static readonly string[] CalmFour =
        ["0...2...3...2...", "0...3...4...3...", "0...2...4...3...", "0.....2.3.......", "0...C.......C...",
            "0.2.3...4...3..."];
    private static readonly string[] SparseFour =
        ["0.......3...4...", "0.....3.....5...", "0...4...........", "0.......C.......", "0.3.5..........."];
    private static readonly string[] StabFour =
        ["C.....c.....C...", "C.......c.c.....", "C.....C.....c...", "..C.....C...c...", "C...........c.C.",
            "C..c......C....."];
    private static readonly string[] StrumFour =
        ["0...C...1...C...", "0...C.c.1...C.c.", "0.2.C...1.2.C...", "C.....c.C...c..."];

    private static readonly string[] FlowingThree =
        ["0.2.3.4.3.2.", "0.1.2.4.3.2.", "0.3.4.5.4.3.", "0.2.4.3.4.2.", "0.1.3.4.5.3."];
    private static readonly string[] CalmThree = ["0...2...3...", "0...C...C...", "0...3...4...", "0...2.3.4...",
        "0...c...c..."];
    private static readonly string[] SparseThree = ["0.......3...", "0...4.......", "C...........", "0...3...5..."];
    private static readonly string[] FlowingSix =
        ["0.2.3.4.3.2.", "0.1.3.4.3.1.", "0.2.3.5.3.2.", "0.3.2.4.2.3.", "0.2.4.1.3.4."];
    private static readonly string[] CalmSix = ["0...2.3...2.", "0.....C.....", "0...3.4.....", "0...C.1...C."];

    /// <param name="busy">0 still to 1 flowing.</param>
    public static IReadOnlyList<string> For(Meter meter, Style style, double busy) => (meter.Name, style) switch
    {
        ("4/4", Style.LoFi) => StabFour,
        ("4/4", Style.Folk) => busy > 0.5 ? [.. StrumFour, .. FlowingFour] : CalmFour,
        ("4/4", Style.Ambient) => busy > 0.6 ? CalmFour : SparseFour,
        ("4/4", _) => busy > 0.5 ? FlowingFour : busy > 0.25 ? CalmFour : SparseFour,
        ("3/4", _) => busy > 0.5 && style != Style.Ambient ? FlowingThree : busy > 0.25 ? CalmThree : SparseThree,
        _ => busy > 0.4 ? FlowingSix : CalmSix,
    };
}
