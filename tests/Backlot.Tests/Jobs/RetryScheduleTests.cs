using Backlot.Jobs;

namespace Backlot.Tests.Jobs;

public sealed class RetryScheduleTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 4)]
    [InlineData(3, 16)]
    [InlineData(4, 64)]
    [InlineData(5, 256)]
    [InlineData(6, 256)]
    [InlineData(100, 256)]
    public void A_rest_is_four_times_the_last_one_up_to_its_limit_give_or_take_a_quarter(int attempt, double seconds)
    {
        Assert.Equal(seconds * 0.75, RetrySchedule.After(attempt, 0).TotalSeconds, 6);
        Assert.Equal(seconds, RetrySchedule.After(attempt, 0.5).TotalSeconds, 6);
        Assert.Equal(seconds * 1.25, RetrySchedule.After(attempt, 1).TotalSeconds, 6);
    }
}
