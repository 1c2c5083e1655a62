namespace Backlot.Rendering.Cuts;

/// <summary>A stretch of a part that is taken from its source as it is.</summary>
/// <param name="From">Frame of the part.</param>
/// <param name="To">Frame of the part after the last one.</param>
internal sealed record CopiedRun(int From, int To, IReadOnlyList<byte[]> ParameterSets);

/// <summary>Finds what of a part need not be encoded again.</summary>
/// <remarks>
/// It begins with a key frame (IDR), before which nothing is needed. From there it goes on in the order of decoding for as long as what was
/// decoded so far are exactly the first frames in the order of showing: as each needs only what was decoded before it, all of them are whole.
/// </remarks>
internal static class CopyFinder
{
    /// <summary>A shorter run isn't worth the two joints, in seconds.</summary>
    private const double LeastSeconds = 0.5;

    /// <summary>A frame may be off its place in the film's pace by so much of a step: containers round to milliseconds.</summary>
    private const double MostOff = 0.2;

    /// <summary>H.264 shows a frame at most so many places later than it is decoded.</summary>
    private const int MostReordered = 16;

    /// <returns>Null if there is nothing, or it can't be told for sure.</returns>
    public static async Task<CopiedRun?> FindAsync(Ffmpeg ffmpeg, CutList film, PlannedPart part, CancellationToken ct)
    {
        var least = LeastSeconds * film.FrameRate.Value;
        if (!part.Source.Fits(film) || part.BodyTo - part.BodyFrom < least)
            return null;
        var run = new Run(part.BodyTo);
        await foreach (var picture in PacketReader.ReadAsync(ffmpeg, part, ct))
        {
            var exact = (picture.Seconds - part.FirstSeconds) * film.FrameRate.Value;
            var frame = (int)Math.Round(exact);
            if (!run.HasBegun && !(picture.IsKey && frame >= part.BodyFrom))
                continue;
            if (Math.Abs(exact - frame) > MostOff || !run.Add(frame, picture))
                break;
        }
        return run.Longest is { } found && found.To - found.From >= least ? found : null;
    }

    private sealed class Run(int end)
    {
        private readonly HashSet<int> frames = [];
        private readonly List<byte[]> sets = [];
        private int from, highest;

        public bool HasBegun => frames.Count > 0;

        public CopiedRun? Longest { get; private set; }

        /// <returns>False when no more of it can be of use.</returns>
        public bool Add(int frame, CodedPicture picture)
        {
            if (!HasBegun)
                (from, highest) = (frame, frame);
            if (frame < from || frame > end + MostReordered || !frames.Add(frame))
                return false;
            highest = Math.Max(highest, frame);
            sets.AddRange(picture.ParameterSets.Where(set => !sets.Exists(known => known.AsSpan().SequenceEqual(set))));
            if (highest < end && highest - from + 1 == frames.Count)
                Longest = new(from, highest + 1, [.. sets]);
            return true;
        }
    }
}
