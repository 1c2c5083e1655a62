using System.Numerics;

namespace Backlot.Jobs.Schedules;

/// <summary>When something recurs: the five fields of cron (minute, hour, day of month, month, day of week) with <c>*</c>,
/// lists, ranges, steps and the names MON..SUN and JAN..DEC, or one of <c>@hourly @daily @weekly @monthly</c>.</summary>
/// <remarks>As in cron, when both the day of month and the day of week are restricted, a day matches that either names. The
/// fields are a clock's on the wall of a time zone. A time that the clock skips when it is put forward runs at the first
/// moment after the gap; one that it shows twice when it is put back runs once, the first time.</remarks>
public sealed class CronExpression
{
    /// <summary>29 February on a Monday comes once in 28 years; with a century that leaves a day out, once in 40.</summary>
    private const int LongestWaitYears = 41;

    private static readonly Dictionary<string, string> Nicknames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@hourly"] = "0 * * * *", ["@daily"] = "0 0 * * *", ["@weekly"] = "0 0 * * 0", ["@monthly"] = "0 0 1 * *",
    };

    private readonly ulong _minutes, _hours, _daysOfMonth, _months, _daysOfWeek;
    private readonly bool _eitherDay;
    private readonly string _text;

    private CronExpression(string text, string[] fields)
    {
        _text = text;
        _minutes = CronField.Minute.Parse(fields[0]);
        _hours = CronField.Hour.Parse(fields[1]);
        _daysOfMonth = CronField.DayOfMonth.Parse(fields[2]);
        _months = CronField.Month.Parse(fields[3]);
        _daysOfWeek = CronField.DayOfWeek.Parse(fields[4]);
        // Cron's own rule: a field that begins with a star restricts nothing by itself.
        _eitherDay = fields[2][0] != '*' && fields[4][0] != '*';
    }

    /// <exception cref="FormatException">It is none, or names a day that never comes; the message names the field.</exception>
    public static CronExpression Parse(string text)
    {
        var fields = Nicknames.GetValueOrDefault(text.Trim(), text).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 5)
            throw new FormatException(text.TrimStart().StartsWith('@')
                ? $"There is no '{text.Trim()}': write {string.Join(", ", Nicknames.Keys)}, or five fields."
                : $"'{text}' has {fields.Length} fields: write five, minute hour day-of-month month day-of-week, as in 30 4 * * MON-FRI.");
        var cron = new CronExpression(text.Trim(), fields);
        _ = cron.NextOnWall(DateTime.UnixEpoch) ?? throw new FormatException($"'{text}' names a day that never comes: look at its day of month and its month.");
        return cron;
    }

    public override string ToString() => _text;

    /// <summary>The first time that matches.</summary>
    /// <param name="after">Exclusive.</param>
    /// <param name="zone">Whose clock the fields are.</param>
    /// <returns>In UTC.</returns>
    public DateTimeOffset Next(DateTimeOffset after, TimeZoneInfo zone)
    {
        var wall = TimeZoneInfo.ConvertTime(after, zone).DateTime;
        while (true)
        {
            wall = NextOnWall(wall) ?? throw new InvalidOperationException($"'{_text}' never comes again.");
            var at = Moment(wall, zone);
            // Not so for minutes that the clock shows for the second time.
            if (at > after)
                return at;
        }
    }

    /// <summary>When a clock on the wall shows the time: for the first time, or where it is skipped, when the gap ends.</summary>
    private static DateTimeOffset Moment(DateTime wall, TimeZoneInfo zone)
    {
        if (zone.IsInvalidTime(wall))
            return GapEnd(wall, zone);
        var offset = zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Max() : zone.GetUtcOffset(wall);
        return new DateTimeOffset(wall, offset).ToUniversalTime();
    }

    private static DateTimeOffset GapEnd(DateTime wall, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(wall))
            wall = wall.AddMinutes(1);
        return new DateTimeOffset(wall, zone.GetUtcOffset(wall)).ToUniversalTime();
    }

    /// <summary>The first matching minute after another, as a clock shows it that is never put back or forward.</summary>
    /// <returns>Null when there is none for 41 years.</returns>
    private DateTime? NextOnWall(DateTime after)
    {
        var at = new DateTime(after.Year, after.Month, after.Day, after.Hour, after.Minute, 0).AddMinutes(1);
        var end = at.AddYears(LongestWaitYears);
        while (at < end)
            if (!Has(_months, at.Month))
                at = new DateTime(at.Year, at.Month, 1).AddMonths(1);
            else if (!MatchesDay(at))
                at = at.Date.AddDays(1);
            else if (NextIn(_hours, at.Hour) is not { } hour)
                at = at.Date.AddDays(1);
            else if (hour != at.Hour)
                at = at.Date.AddHours(hour);
            else if (NextIn(_minutes, at.Minute) is { } minute)
                return at.AddMinutes(minute - at.Minute);
            else
                at = at.Date.AddHours(at.Hour + 1);
        return null;
    }

    private bool MatchesDay(DateTime day)
    {
        var (byMonth, byWeek) = (Has(_daysOfMonth, day.Day), Has(_daysOfWeek, (int)day.DayOfWeek));
        return _eitherDay ? byMonth || byWeek : byMonth && byWeek;
    }

    private static bool Has(ulong numbers, int number) => (numbers & 1UL << number) != 0;

    /// <returns>The first of the numbers from one on; null when there is none.</returns>
    private static int? NextIn(ulong numbers, int from) => numbers >> from is > 0 and var rest ? from + BitOperations.TrailingZeroCount(rest) : null;
}
