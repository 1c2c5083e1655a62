namespace Backlot.Generation.Caches.Prompts;

/// <summary>Whether two prompts ask for the same shot, as far as words tell. A cosine alone cannot: in a long prompt one changed word, number,
/// colour or name moves it by less than a paraphrase does. So both are read, and every word of one must have its like in the other, in the
/// same order, hung on in the same way, negated or not; only what is free to stand anywhere may, and one part of the sentence may have
/// moved past another. What is not understood is refused.</summary>
internal static class SameMeaning
{
    public static bool Of(PromptReading one, PromptReading other)
    {
        if (one.IsEmpty || one.Terms.Count != other.Terms.Count || !Free(one).SequenceEqual(Free(other)))
            return false;
        var (mine, theirs) = (Fixed(one), Fixed(other));
        var ahead = 0;
        while (ahead < mine.Length && IsSame(mine[ahead], theirs[ahead]))
            ahead++;
        var behind = mine.Length;
        while (behind > ahead && IsSame(mine[behind - 1], theirs[behind - 1]))
            behind--;
        return ahead == mine.Length || HasMoved(mine, theirs, ahead, behind);
    }

    /// <summary>Whether between these places two neighbouring parts have changed theirs. The one that comes second must hang on the sentence by a
    /// preposition or a comma, in one of both at least: <c>gives a dog a cat</c> must not become <c>gives a cat a dog</c>, nor a small dog's
    /// smallness a cat's.</summary>
    private static bool HasMoved(Term[] mine, Term[] theirs, int from, int to)
    {
        var length = to - from;
        if (!Begins(mine, from) || !Begins(theirs, from) || !Begins(mine, to) || !Begins(theirs, to))
            return false;
        for (var turn = 1; turn < length; turn++)
            if (IsTurned(mine, theirs, from, length, turn))
            {
                var (second, theirSecond) = (mine[to - turn], theirs[from + turn]);
                if ((second.Hangs && theirSecond.Begins) || (theirSecond.Hangs && second.Begins))
                    return true;
            }
        return false;
    }

    /// <param name="turn">So many words of their front stand at the end of ours.</param>
    private static bool IsTurned(Term[] mine, Term[] theirs, int from, int length, int turn)
    {
        for (var i = 0; i < length; i++)
            if (!IsSame(mine[from + i], theirs[from + (i + turn) % length]))
                return false;
        return true;
    }

    private static bool Begins(Term[] terms, int at) => at == terms.Length || terms[at].Begins;

    /// <summary>All in their order, but for those that may stand anywhere.</summary>
    private static Term[] Fixed(PromptReading reading) => [.. reading.Terms.Where(t => !t.IsFree)];

    private static IEnumerable<(string, bool)> Free(PromptReading reading) =>
        reading.Terms.Where(t => t.IsFree).Select(t => (t.Word, t.IsNegated)).Order();

    private static bool IsSame(Term one, Term other) => one.Says(other) && Fits(one.Link, other.Link);

    /// <summary>In the house and at the house may be the same; in the box and on the box are not.</summary>
    private static bool Fits(Link a, Link b) => a == b || (Loose(a) && Loose(b)) || (a == Link.At && Places(b)) || (b == Link.At && Places(a));

    private static bool Loose(Link link) => link is Link.None or Link.And or Link.With;

    private static bool Places(Link link) => link is Link.In or Link.On;
}
