namespace Backlot.Studio;

/// <summary>Places in a list between which there is always another: digits of base 62 that sort as bytes. The form is the
/// one that fractional-indexing libraries share, so that a page that is offline makes the same kind: a letter that tells how many digits the whole part
/// has (a = 2 with itself, b = 3, …; Z = 2, Y = 3, … below zero), that whole part, and a fraction that never ends in 0.</summary>
/// <remarks>Whoever always puts the next one at the same place makes keys a digit longer with every sixth. Where one would be longer than
/// <see cref="Longest"/>, the whole list gets short ones.</remarks>
internal static class OrderKey
{
    /// <summary>Characters that a key made here has at most.</summary>
    public const int Longest = 64;

    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string First = "a0";
    private static readonly string Smallest = "A" + new string('0', 26);

    /// <summary>A key over <paramref name="low"/> and below <paramref name="high"/>; null is no bound.</summary>
    /// <exception cref="ArgumentException">The bounds are equal or the wrong way round.</exception>
    public static string Between(string? low, string? high)
    {
        if (low is not null && high is not null && string.CompareOrdinal(low, high) >= 0)
            throw new ArgumentException($"There is nothing between {low} and {high}.", nameof(high));
        return (low, high) switch
        {
            (null, null) => First,
            (null, { } above) => Below(above),
            ({ } below, null) => Step(Whole(below), up: true) ?? Whole(below) + Middle(Fraction(below), null),
            ({ } below, { } above) => Inside(below, above),
        };
    }

    /// <summary>The keys of a list with one more in it. The others keep theirs, unless the new one would be too long.</summary>
    /// <param name="keys">As they sort. Of equal ones, which were made elsewhere at once, the new one comes behind all.</param>
    /// <param name="place">That of the new one, from 0.</param>
    public static IReadOnlyList<string> Insert(IReadOnlyList<string> keys, int place)
    {
        var low = place > 0 ? keys[place - 1] : null;
        var key = Between(low, keys.Skip(place).FirstOrDefault(other => string.CompareOrdinal(other, low) > 0));
        return key.Length > Longest ? Fresh(keys.Count + 1) : [.. keys.Take(place), key, .. keys.Skip(place)];
    }

    /// <summary>Keys for a list in its new order that change as few as can be: the longest run of them that still
    /// ascends is kept. All change when one would be too long.</summary>
    /// <param name="keys">In the new order; null where there is none yet.</param>
    public static IReadOnlyList<string> Rearrange(IReadOnlyList<string?> keys)
    {
        var kept = LongestAscending(keys);
        var arranged = new string[keys.Count];
        string? low = null;
        for (var i = 0; i < keys.Count; i++)
        {
            var next = kept.FirstOrDefault(k => k >= i, -1);
            low = arranged[i] = next == i && keys[i] is { } same ? same : Between(low, next < 0 ? null : keys[next]);
        }
        return arranged.Any(key => key.Length > Longest) ? Fresh(keys.Count) : arranged;
    }

    /// <summary>Keys of a list that had none.</summary>
    public static IReadOnlyList<string> Fresh(int count)
    {
        var fresh = new string[count];
        string? low = null;
        for (var i = 0; i < count; i++)
            low = fresh[i] = Between(low, null);
        return fresh;
    }

    /// <returns>Indexes, ascending.</returns>
    private static List<int> LongestAscending(IReadOnlyList<string?> keys)
    {
        var length = new int[keys.Count];
        var before = new int[keys.Count];
        var best = -1;
        for (var i = 0; i < keys.Count; i++)
        {
            before[i] = -1;
            if (keys[i] is null)
                continue;
            length[i] = 1;
            for (var j = 0; j < i; j++)
                if (keys[j] is not null && string.CompareOrdinal(keys[j], keys[i]) < 0 && length[j] + 1 > length[i])
                    (length[i], before[i]) = (length[j] + 1, j);
            if (best < 0 || length[i] > length[best])
                best = i;
        }
        var run = new List<int>();
        for (var i = best; i >= 0; i = before[i])
            run.Insert(0, i);
        return run;
    }

    private static string Below(string above)
    {
        var whole = Whole(above);
        if (whole == Smallest)
            return whole + Middle("", Fraction(above));
        return whole.Length < above.Length ? whole : Step(whole, up: false) ?? Smallest;
    }

    private static string Inside(string low, string high)
    {
        var whole = Whole(low);
        if (whole == Whole(high))
            return whole + Middle(Fraction(low), Fraction(high));
        return Step(whole, up: true) is { } next && string.CompareOrdinal(next, high) < 0 ? next : whole + Middle(Fraction(low), null);
    }

    /// <summary>A fraction between two; <paramref name="high"/> null is one whole.</summary>
    private static string Middle(string low, string? high)
    {
        var same = 0;
        while (high is not null && same < high.Length && (same < low.Length ? low[same] : '0') == high[same])
            same++;
        if (same > 0)
            return high?[..same] + Middle(same < low.Length ? low[same..] : "", high?[same..]);
        var from = low.Length > 0 ? Digits.IndexOf(low[0], StringComparison.Ordinal) : 0;
        var to = high is { Length: > 0 } ? Digits.IndexOf(high[0], StringComparison.Ordinal) : Digits.Length;
        if (to - from > 1)
            return Digits[(from + to + 1) / 2].ToString();
        return high is { Length: > 1 } ? high[..1] : Digits[from] + Middle(low.Length > 0 ? low[1..] : "", null);
    }

    private static string Whole(string key) => key[..(key[0] >= 'a' ? key[0] - 'a' + 2 : 'Z' - key[0] + 2)];

    private static string Fraction(string key) => key[Whole(key).Length..];

    /// <returns>The whole number one up or down; null at the end of all.</returns>
    private static string? Step(string whole, bool up)
    {
        var (over, turned) = up ? (Digits[^1], Digits[0]) : (Digits[0], Digits[^1]);
        var digits = whole.ToCharArray();
        for (var i = digits.Length - 1; i > 0; i--)
        {
            if (digits[i] != over)
            {
                digits[i] = Digits[Digits.IndexOf(digits[i], StringComparison.Ordinal) + (up ? 1 : -1)];
                return new(digits);
            }
            digits[i] = turned;
        }
        return (digits[0], up) switch
        {
            ('Z', true) => "a0",
            ('a', false) => "Zz",
            ('z', true) or ('A', false) => null,
            var (head, _) => Resized((char)(head + (up ? 1 : -1)), digits.AsSpan(1), turned),
        };
    }

    /// <summary>The whole part is longer the farther its letter is from zero.</summary>
    private static string Resized(char head, ReadOnlySpan<char> digits, char fill)
    {
        var size = head >= 'a' ? head - 'a' + 1 : 'Z' - head + 1;
        return head + (size <= digits.Length ? new string(digits[..size]) : new string(digits) + new string(fill, size - digits.Length));
    }
}
