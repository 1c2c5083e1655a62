using System.Globalization;
using Backlot.Jobs.Schedules;

namespace Backlot.Tests.Jobs.Schedules;

public sealed class CronExpressionTests
{
    [Theory]
    [InlineData("* * * * *", "2026-11-21T10:00:00", "2026-11-21T10:01:00")]
    [InlineData("* * * * *", "2026-11-21T10:00:59.9", "2026-11-21T10:01:00")]
    [InlineData("*/15 * * * *", "2026-11-21T10:00:00", "2026-11-21T10:15:00")]
    [InlineData("5/20 * * * *", "2026-11-21T10:25:00", "2026-11-21T10:45:00")]
    [InlineData("5,50-52 * * * *", "2026-11-21T10:51:30", "2026-11-21T10:52:00")]
    [InlineData("10-40/15 * * * *", "2026-11-21T10:25:00", "2026-11-21T10:40:00")]
    [InlineData("30 4 * * *", "2026-12-31T04:30:00", "2027-01-01T04:30:00")]
    [InlineData("0 9-17 * * MON-FRI", "2026-11-20T17:00:00", "2026-11-23T09:00:00")]        // a Friday
    [InlineData("0 9 * * fri-sun", "2026-11-22T09:00:00", "2026-11-27T09:00:00")]
    [InlineData("0 0 * * 7", "2026-11-21T00:00:00", "2026-11-22T00:00:00")]
    [InlineData("0 0 * * 5-7", "2026-11-22T00:00:00", "2026-11-27T00:00:00")]
    [InlineData("0 0 1 jan,Jul *", "2026-11-21T00:00:00", "2027-01-01T00:00:00")]
    [InlineData("0 0 31 * *", "2026-11-01T00:00:00", "2026-12-31T00:00:00")]
    [InlineData("0 12 29 2 *", "2026-11-21T00:00:00", "2028-02-29T12:00:00")]
    [InlineData("0 0 29 2 *", "2096-03-01T00:00:00", "2104-02-29T00:00:00")]                // 2100 has none
    [InlineData("@hourly", "2026-11-21T10:00:00", "2026-11-21T11:00:00")]
    [InlineData("@daily", "2026-11-21T10:00:00", "2026-11-22T00:00:00")]
    [InlineData("@weekly", "2026-11-21T10:00:00", "2026-11-22T00:00:00")]
    [InlineData(" @Monthly ", "2026-11-21T10:00:00", "2026-12-01T00:00:00")]
    public void The_next_time_is_the_first_that_all_fields_name(string cron, string after, string next) =>
        Assert.Equal(Utc(next), CronExpression.Parse(cron).Next(Utc(after), TimeZoneInfo.Utc));

    [Theory]
    [InlineData("0 0 13 * FRI", "2026-11-21T00:00:00", "2026-11-27T00:00:00")]     // a Friday, though not the 13th
    [InlineData("0 0 13 * FRI", "2026-12-11T00:00:00", "2026-12-13T00:00:00")]     // the 13th, though a Sunday
    [InlineData("0 0 */2 * MON", "2026-11-21T00:00:00", "2026-11-23T00:00:00")]    // a star restricts nothing: both must hold
    [InlineData("0 0 */2 * TUE", "2026-11-21T00:00:00", "2026-12-01T00:00:00")]
    public void Of_two_restricted_days_either_matches_as_cron_does(string cron, string after, string next) =>
        Assert.Equal(Utc(next), CronExpression.Parse(cron).Next(Utc(after), TimeZoneInfo.Utc));

    [Theory]
    [InlineData("Europe/Berlin", "30 4 * * *", "2026-07-01T00:00:00Z", "2026-07-01T02:30:00Z")]
    [InlineData("America/New_York", "0 18 * * *", "2026-11-21T12:00:00Z", "2026-11-21T23:00:00Z")]
    [InlineData("Asia/Kolkata", "0 9 * * MON", "2026-11-21T12:00:00Z", "2026-11-23T03:30:00Z")]
    public void The_fields_are_a_clock_of_the_zone(string zone, string cron, string after, string next) => Assert.Equal(Utc(next), Next(zone, cron, after));

    [Theory]
    // In Berlin 2026-03-29 02:00 is 03:00; on Lord Howe Island the clock goes forward by half an hour, on 2026-10-04 at 02:00.
    [InlineData("Europe/Berlin", "30 2 * * *", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z")]
    [InlineData("Europe/Berlin", "*/20 2 * * *", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z")]
    [InlineData("Europe/Berlin", "*/30 * * * *", "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z")]
    [InlineData("Europe/Berlin", "0 3 * * *", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z", "2026-03-30T01:00:00Z")]
    [InlineData("Australia/Lord_Howe", "15 2 * * *", "2026-10-03T12:00:00Z", "2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z")]
    public void A_time_that_the_clock_skips_runs_once_when_the_gap_is_over(string zone, string cron, string after, string first, string second)
    {
        Assert.Equal(Utc(first), Next(zone, cron, after));
        Assert.Equal(Utc(second), Next(zone, cron, first));
    }

    [Theory]
    // In Berlin the hour from 02:00 to 03:00 comes twice on 2026-10-25: from 00:00 and from 01:00 UTC.
    [InlineData("Europe/Berlin", "30 2 * * *", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    [InlineData("Europe/Berlin", "*/30 * * * *", "2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T02:00:00Z")]
    [InlineData("Europe/Berlin", "30 2 * * *", "2026-10-25T00:45:00Z", "2026-10-26T01:30:00Z", "2026-10-27T01:30:00Z")]
    [InlineData("Europe/Berlin", "30 2 * * *", "2026-10-25T01:15:00Z", "2026-10-26T01:30:00Z", "2026-10-27T01:30:00Z")]
    [InlineData("Europe/Berlin", "0 3 * * *", "2026-10-24T12:00:00Z", "2026-10-25T02:00:00Z", "2026-10-26T02:00:00Z")]
    public void A_time_that_the_clock_shows_twice_runs_once_at_the_first(string zone, string cron, string after, string first, string second)
    {
        Assert.Equal(Utc(first), Next(zone, cron, after));
        Assert.Equal(Utc(second), Next(zone, cron, first));
    }

    /// <summary>Against a walk through all minutes of two years: each on the wall counts once, at the moment the wall shows it first.</summary>
    [Theory]
    [InlineData("*/7 2-3 * * *", "Europe/Berlin")]
    [InlineData("0 */5 1,15 * WED", "America/New_York")]
    [InlineData("*/10 1,2 * 3-4,10-11 *", "Australia/Lord_Howe")]
    [InlineData("30 23 * * SAT", "America/Sao_Paulo")]
    public void Every_minute_of_a_year_that_matches_is_found_once_and_in_order(string cron, string zoneName)
    {
        var (zone, expression) = (TimeZoneInfo.FindSystemTimeZoneById(zoneName), CronExpression.Parse(cron));
        var (start, end) = (Utc("2026-01-01T00:00:00Z"), Utc("2028-01-01T00:00:00Z"));
        var shown = new HashSet<DateTime>();
        var expected = new SortedSet<DateTimeOffset>();
        var last = TimeZoneInfo.ConvertTime(start, zone).DateTime;
        for (var at = start.AddMinutes(1); at < end; at = at.AddMinutes(1))
        {
            var wall = TimeZoneInfo.ConvertTime(at, zone).DateTime;
            // What was skipped on the way counts for this moment.
            for (var skipped = last.AddMinutes(1); skipped < wall; skipped = skipped.AddMinutes(1))
                if (shown.Add(skipped) && Matches(cron, skipped))
                    expected.Add(at);
            if (shown.Add(wall) && Matches(cron, wall))
                expected.Add(at);
            last = wall;
        }

        var found = new List<DateTimeOffset>();
        for (var at = expression.Next(start, zone); at < end; at = expression.Next(at, zone))
            found.Add(at);

        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData("", "'' has 0 fields: write five, minute hour day-of-month month day-of-week, as in 30 4 * * MON-FRI.")]
    [InlineData("* * * *", "'* * * *' has 4 fields: write five, minute hour day-of-month month day-of-week, as in 30 4 * * MON-FRI.")]
    [InlineData("0 0 * * * *", "'0 0 * * * *' has 6 fields: write five, minute hour day-of-month month day-of-week, as in 30 4 * * MON-FRI.")]
    [InlineData("@noon", "There is no '@noon': write @hourly, @daily, @weekly, @monthly, or five fields.")]
    [InlineData("60 * * * *", "The minute field '60' cannot be read: '60' is not one of 0 to 59.")]
    [InlineData("* 24 * * *", "The hour field '24' cannot be read: '24' is not one of 0 to 23.")]
    [InlineData("* * 0 * *", "The day of month field '0' cannot be read: '0' is not one of 1 to 31.")]
    [InlineData("* * * 13 *", "The month field '13' cannot be read: '13' is not one of 1 to 12 or JAN to DEC.")]
    [InlineData("* * * MON *", "The month field 'MON' cannot be read: 'MON' is not one of 1 to 12 or JAN to DEC.")]
    [InlineData("* * * * 8", "The day of week field '8' cannot be read: '8' is not one of 0 to 7 or SUN to SAT.")]
    [InlineData("-1 * * * *", "The minute field '-1' cannot be read: '' is not one of 0 to 59.")]
    [InlineData("1, * * * *", "The minute field '1,' cannot be read: '' is not one of 0 to 59.")]
    [InlineData("1.5 * * * *", "The minute field '1.5' cannot be read: '1.5' is not one of 0 to 59.")]
    [InlineData("*/0 * * * *", "The minute field '*/0' cannot be read: '*/0' has a step that is none; write it as */15.")]
    [InlineData("*/x * * * *", "The minute field '*/x' cannot be read: '*/x' has a step that is none; write it as */15.")]
    [InlineData("1/2/3 * * * *", "The minute field '1/2/3' cannot be read: '1/2/3' has a step that is none; write it as */15.")]
    [InlineData("9-5 * * * *", "The minute field '9-5' cannot be read: '9-5' ends before it begins; write two ranges with a comma between them.")]
    [InlineData("1-2-3 * * * *", "The minute field '1-2-3' cannot be read: '1-2-3' is no range; write it as 0-59.")]
    [InlineData("0 0 31 2,4 *", "'0 0 31 2,4 *' names a day that never comes: look at its day of month and its month.")]
    public void What_is_no_expression_is_refused_with_the_field_named(string cron, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<FormatException>(() => CronExpression.Parse(cron)).Message);

    /// <summary>The fields of the test above, read in another way.</summary>
    private static bool Matches(string cron, DateTime wall) => cron switch
    {
        "*/7 2-3 * * *" => wall.Minute % 7 == 0 && wall.Hour is 2 or 3,
        "0 */5 1,15 * WED" => wall.Minute == 0 && wall.Hour % 5 == 0 && (wall.Day is 1 or 15 || wall.DayOfWeek == DayOfWeek.Wednesday),
        "*/10 1,2 * 3-4,10-11 *" => wall.Minute % 10 == 0 && wall.Hour is 1 or 2 && wall.Month is 3 or 4 or 10 or 11,
        _ => wall is { Minute: 30, Hour: 23, DayOfWeek: DayOfWeek.Saturday },
    };

    private static DateTimeOffset Next(string zone, string cron, string after) =>
        CronExpression.Parse(cron).Next(Utc(after), TimeZoneInfo.FindSystemTimeZoneById(zone));

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
