using System.Globalization;

namespace Backlot.Jobs.Schedules;

/// <summary>One of the five fields of a cron expression: the numbers at which it matches.</summary>
internal sealed class CronField
{
    public static readonly CronField
        Minute = new("minute", 0, 59, []),
        Hour = new("hour", 0, 23, []),
        DayOfMonth = new("day of month", 1, 31, []),
        Month = new("month", 1, 12, ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]),
        DayOfWeek = new("day of week", 0, 7, ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]);

    private readonly string _name;
    private readonly int _least, _most;
    private readonly string[] _words;

    private CronField(string name, int least, int most, string[] words) => (_name, _least, _most, _words) = (name, least, most, words);

    /// <returns>A bit for each number that matches; Sunday is 0.</returns>
    /// <exception cref="FormatException">The text is none; the message names the field and says what to write.</exception>
    public ulong Parse(string text)
    {
        var numbers = text.Split(',').Aggregate(0UL, (all, item) => all | Item(text, item));
        // Both 0 and 7 are Sunday.
        return this == DayOfWeek && (numbers & 1UL << 7) != 0 ? numbers & ~(1UL << 7) | 1 : numbers;
    }

    /// <summary><c>*</c>, <c>5</c>, <c>5-9</c>, each perhaps with a step: <c>*/15</c>, <c>5-59/10</c>, <c>5/10</c>.</summary>
    private ulong Item(string text, string item)
    {
        var (range, step) = item.Split('/') switch
        {
            [var all] => (all, 1),
            [var every, var by] when int.TryParse(by, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is >= 1 and <= 60 => (every, n),
            _ => throw Wrong(text, $"'{item}' has a step that is none; write it as */15"),
        };
        var (first, last) = range.Split('-') switch
        {
            ["*"] => (_least, this == DayOfWeek ? 6 : _most),
            [var one] => (Number(text, one), item.Contains('/', StringComparison.Ordinal) ? _most : Number(text, one)),
            [var from, var to] => (Number(text, from), Number(text, to)),
            _ => throw Wrong(text, $"'{range}' is no range; write it as {_least}-{_most}"),
        };
        if (this == DayOfWeek && last == 0 && first > 0)
            last = 7;       // a week may end with its Sunday
        if (first > last)
            throw Wrong(text, $"'{range}' ends before it begins; write two ranges with a comma between them");
        var numbers = 0UL;
        for (var n = first; n <= last; n += step)
            numbers |= 1UL << n;
        return numbers;
    }

    private int Number(string text, string word)
    {
        var named = Array.FindIndex(_words, known => known.Equals(word, StringComparison.OrdinalIgnoreCase));
        if (named >= 0)
            return named + _least;
        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= _least && number <= _most
            ? number
            : throw Wrong(text, $"'{word}' is not one of {_least} to {_most}{(_words is [var first, .., var last] ? $" or {first} to {last}" : "")}");
    }

    private FormatException Wrong(string text, string what) => new($"The {_name} field '{text}' cannot be read: {what}.");
}
