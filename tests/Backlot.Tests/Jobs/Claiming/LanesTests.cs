using Backlot.Jobs.Claiming;
using Backlot.Tests.Support;

namespace Backlot.Tests.Jobs.Claiming;

public sealed class LanesTests
{
    private const string Queue = "q";
    private static readonly DateTime Noon = new(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly Guid[] Users = [.. Enumerable.Range(1, 5).Select(n => new Guid(n, 0, 0, new byte[8]))];

    private readonly ShiftedTime _time = new();
    private readonly Lanes _lanes;

    public LanesTests() => _lanes = new(_time);

    [Fact]
    public void Nothing_told_is_nothing_chosen() => Assert.Empty(_lanes.Choose(Queue, 3));

    [Fact]
    public void A_user_alone_gets_every_slot()
    {
        Tell(Users[0]);

        Assert.Equal((Users[0], 7), Assert.Single(Chosen(7)));
    }

    [Fact]
    public void The_slots_are_shared_and_who_got_less_begins_the_next_round()
    {
        Tell(Users[..3]);

        Assert.Equal([(Users[0], 2), (Users[1], 2), (Users[2], 1)], Chosen(5));
        Assert.Equal([(Users[2], 1)], Chosen(1));
        Assert.Equal([(Users[0], 1), (Users[1], 1)], Chosen(2));
    }

    [Fact]
    public void A_queue_knows_nothing_of_another_ones_lanes()
    {
        Tell(Users[0]);

        Assert.Empty(_lanes.Choose("other", 1));
    }

    [Fact]
    public void Of_a_user_the_highest_priority_comes_first_unless_a_lower_one_has_waited_a_minute_a_step()
    {
        _lanes.Add([(Key(Users[0], priority: 5), Noon), (Key(Users[0], priority: 4), Noon.AddSeconds(-Lanes.AgeingSeconds + 1))]);
        Assert.Equal(5, Assert.Single(_lanes.Choose(Queue, 1)).Key.Priority);

        _lanes.Add([(Key(Users[0], priority: 4), Noon.AddSeconds(-Lanes.AgeingSeconds - 1))]);
        Assert.Equal(4, Assert.Single(_lanes.Choose(Queue, 1)).Key.Priority);
    }

    [Fact]
    public void Ageing_counts_from_who_is_in_front_also_while_more_is_told()
    {
        // A claim of the lower lane is under way when both hear of more.
        _lanes.Add([(Key(Users[0], priority: 0), Noon.AddHours(-1))]);
        var pick = Assert.Single(_lanes.Choose(Queue, 1));
        _lanes.Add([(Key(Users[0], priority: 0), Noon), (Key(Users[0], priority: 9), Noon)]);
        _lanes.Took(pick, 1, Noon.AddHours(-1));
        pick = Assert.Single(_lanes.Choose(Queue, 1));
        _lanes.Add([(Key(Users[0], priority: 0), Noon)]);
        _lanes.Took(pick, 1, Noon);

        Assert.Equal(9, Assert.Single(_lanes.Choose(Queue, 1)).Key.Priority);
    }

    [Fact]
    public void A_lane_that_gave_less_than_was_wanted_is_empty()
    {
        Tell(Users[0]);

        _lanes.Took(Assert.Single(_lanes.Choose(Queue, 2)), 1, Noon);

        Assert.Empty(_lanes.Choose(Queue, 1));
    }

    [Fact]
    public void A_lane_that_gave_all_that_was_wanted_goes_on_behind_it()
    {
        Tell(Users[0]);

        _lanes.Took(Assert.Single(_lanes.Choose(Queue, 2)), 2, Noon.AddSeconds(7));

        Assert.Equal(Noon.AddSeconds(7), Assert.Single(_lanes.Choose(Queue, 1)).Lane.Since);
    }

    [Theory]
    [InlineData(0, null, -3)]
    [InlineData(1, 5, -3)]
    [InlineData(2, 5, -3)]
    [InlineData(0, null, 3)]
    [InlineData(1, 5, 3)]
    [InlineData(2, 5, 9)]
    public void What_is_told_while_a_claim_is_under_way_is_looked_for_next(int got, int? lastSecond, int toldSecond)
    {
        Tell(Users[0]);
        var pick = Assert.Single(_lanes.Choose(Queue, 2));

        _lanes.Add([(Key(Users[0]), Noon.AddSeconds(toldSecond))]);
        _lanes.Took(pick, got, lastSecond is { } last ? Noon.AddSeconds(last) : null);

        Assert.InRange(Assert.Single(_lanes.Choose(Queue, 1)).Lane.Since, DateTime.MinValue, Noon.AddSeconds(toldSecond));
    }

    [Fact]
    public void A_notification_names_its_lane_to_the_microsecond()
    {
        Assert.True(_lanes.Hear($"ready\t{Queue}\t{Users[1]}\topenai\t7\t1767268800000001"));

        var lane = Assert.Single(_lanes.Choose(Queue, 1)).Lane;
        Assert.Equal(new LaneKey(Queue, Users[1], "openai", 7), lane.Key);
        Assert.Equal(Noon.AddMicroseconds(1), lane.Since);
    }

    [Theory]
    [InlineData("ready")]
    [InlineData("reconnected")]
    [InlineData("changed")]
    public void A_notification_without_a_lane_says_so(string message) => Assert.False(_lanes.Hear(message));

    [Fact]
    public void A_blocked_lane_waits_for_its_time_and_holds_no_other_up()
    {
        _lanes.Add([(Key(Users[0], "openai", 9), Noon), (Key(Users[0], "fal", 1), Noon)]);
        _lanes.Block(Key(Users[0], "openai", 9), TimeSpan.FromSeconds(10));

        Assert.Equal("fal", Assert.Single(_lanes.Choose(Queue, 1)).Key.Account);
        Assert.InRange(_lanes.UntilNextFree(Queue)!.Value, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("openai", Assert.Single(_lanes.Choose(Queue, 1)).Key.Account);
        Assert.Null(_lanes.UntilNextFree(Queue));
    }

    [Fact]
    public void The_end_of_a_run_frees_the_lanes_of_its_user_and_of_its_account_and_no_others()
    {
        LaneKey own = Key(Users[0]), sameAccount = Key(Users[1], "openai"), other = Key(Users[2]);
        _lanes.Add([(own, Noon), (sameAccount, Noon), (other, Noon)]);
        foreach (var key in (LaneKey[])[own, sameAccount, other])
            _lanes.Block(key, TimeSpan.FromHours(1));

        _lanes.Free(Queue, Users[0], "openai");

        Assert.Equal([own, sameAccount], _lanes.Choose(Queue, 9).Select(pick => pick.Key));
    }

    [Fact]
    public void Who_watches_a_queue_is_called_once_for_its_own_news()
    {
        var calls = 0;
        Action changed = () => calls++;
        _lanes.Watch(Queue, changed);
        _lanes.Watch(Queue, changed);

        _lanes.Add([(Key(Users[0]), Noon), (Key(Users[1]), Noon)]);
        Assert.Equal(1, calls);
        _lanes.Add([(new("other", Users[0], "", 5), Noon)]);
        Assert.Equal(1, calls);
        _lanes.Free(Queue, Users[0], "");
        Assert.Equal(2, calls);
    }

    private void Tell(params Guid[] users) => _lanes.Add(users.Select(user => (Key(user), Noon)));

    private List<(Guid, int)> Chosen(int free) => _lanes.Choose(Queue, free).ConvertAll(pick => (pick.Key.UserId, pick.Want));

    private static LaneKey Key(Guid user, string account = "", short priority = 5) => new(Queue, user, account, priority);
}
