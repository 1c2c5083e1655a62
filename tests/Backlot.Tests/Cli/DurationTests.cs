using Backlot.Cli;

namespace Backlot.Tests.Cli;

public sealed class DurationTests
{
    [Theory]
    [InlineData(-5, "0 s")]
    [InlineData(0, "0 s")]
    [InlineData(0.004, "0.01 s")]
    [InlineData(0.42, "0.42 s")]
    [InlineData(4.25, "4.3 s")]
    [InlineData(59.9, "59 s")]
    [InlineData(60, "1 min")]
    [InlineData(192, "3 min 12 s")]
    [InlineData(7500, "2 h 5 min")]
    [InlineData(356400, "4 d 3 h")]
    public void A_span_of_time_is_told_by_the_two_units_that_matter(double seconds, string text) =>
        Assert.Equal(text, Duration.Text(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, "[green][/][grey]····[/]")]
    [InlineData(0.5, "[green]██[/][grey]··[/]")]
    [InlineData(0.53, "[green]██▏[/][grey]·[/]")]
    [InlineData(1, "[green]████[/][grey][/]")]
    [InlineData(2, "[green]████[/][grey][/]")]
    public void A_bar_is_always_as_wide_as_it_was_asked_for(double fraction, string markup) => Assert.Equal(markup, Bars.Markup(fraction, 4));
}
