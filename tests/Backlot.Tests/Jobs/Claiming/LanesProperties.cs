using Backlot.Jobs.Claiming;
using FsCheck;
using FsCheck.Fluent;

namespace Backlot.Tests.Jobs.Claiming;

/// <summary>What holds of <see cref="Lanes"/> whatever comes, whenever: thousands of made-up histories.</summary>
public sealed class LanesProperties
{
    private const string Queue = "q";
    private static readonly DateTime Noon = new(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void No_more_is_picked_than_is_free_and_the_shares_differ_by_one_at_most() =>
        Prop.ForAll(Histories, history =>
        {
            var queue = new Model();
            foreach (var step in history)
            {
                queue.Arrive(step);
                var picks = queue.Lanes.Choose(Queue, step.Free);
                Assert.Equal(step.Free, picks.Sum(pick => pick.Want));
                Assert.InRange(picks.Max(pick => pick.Want) - picks.Min(pick => pick.Want), 0, picks.Count < step.Free ? 1 : 0);
                Assert.Distinct(picks.Select(pick => pick.Key.UserId));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Users_who_always_have_something_get_the_same_over_time() =>
        Prop.ForAll(Frees, frees =>
        {
            var queue = new Model();
            for (var user = 0; user < Users; user++)
                queue.Arrive(new(user, 0, 5, 0, 1, false));
            var starts = new int[Users];
            foreach (var free in frees)
            {
                foreach (var pick in queue.Lanes.Choose(Queue, free))
                    starts[Model.NumberOf(pick.Key.UserId)] += pick.Want;
                Assert.InRange(starts.Max() - starts.Min(), 0, 1);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Who_comes_is_served_before_anybody_has_two_more_turns() =>
        Prop.ForAll(Frees, frees =>
        {
            var queue = new Model();
            for (var user = 1; user < Users; user++)
                queue.Arrive(new(user, 0, 9, 0, 1, false));
            foreach (var free in frees)
                queue.Lanes.Choose(Queue, free);
            queue.Arrive(new(0, 0, 0, 1_000_000, 1, false));

            var next = Enumerable.Range(0, Users).SelectMany(_ => queue.Lanes.Choose(Queue, 1)).Select(pick => Model.NumberOf(pick.Key.UserId));

            Assert.Equal(Enumerable.Range(0, Users), next.Order());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_was_told_is_claimed_in_the_end_and_once() =>
        Prop.ForAll(Histories, history =>
        {
            var queue = new Model();
            foreach (var step in history)
            {
                var picks = queue.Lanes.Choose(Queue, step.Free);
                // It commits just before the claim looks, or just after.
                if (step.IsSeen)
                    queue.Arrive(step);
                var taken = picks.ConvertAll(pick => (pick, queue.Take(pick)));
                if (!step.IsSeen)
                    queue.Arrive(step);
                foreach (var (pick, times) in taken)
                    queue.Lanes.Took(pick, times.Count, times.Count == 0 ? null : times[^1]);
            }
            while (queue.Lanes.Choose(Queue, 3) is { Count: > 0 } picks)
                foreach (var pick in picks)
                {
                    var times = queue.Take(pick);
                    queue.Lanes.Took(pick, times.Count, times.Count == 0 ? null : times[^1]);
                }

            Assert.Equal(0, queue.Waiting);
        }).QuickCheckThrowOnFailure();

    private const int Users = 4;

    private static Arbitrary<List<Step>> Histories => (
        from user in Gen.Choose(0, Users - 1)
        from account in Gen.Choose(0, 1)
        from priority in Gen.Choose(3, 6)
        from second in Gen.Choose(-200, 200)
        from free in Gen.Choose(1, 6)
        from isSeen in Gen.Elements(true, false)
        select new Step(user, account, (short)priority, second, free, isSeen)).ListOf().Select(steps => steps.ToList()).ToArbitrary();

    private static Arbitrary<List<int>> Frees => Gen.Choose(1, 9).ListOf().Select(frees => frees.ToList()).ToArbitrary();

    /// <summary>A job comes, and so many slots are free.</summary>
    private sealed record Step(int User, int Account, short Priority, int Second, int Free, bool IsSeen);

    /// <summary>The tickets as the database would have them.</summary>
    private sealed class Model
    {
        private readonly Dictionary<LaneKey, List<DateTime>> _tickets = [];

        public Lanes Lanes { get; } = new(TimeProvider.System);
        public int Waiting => _tickets.Values.Sum(lane => lane.Count);

        public static int NumberOf(Guid user) => user.ToByteArray()[0];

        public void Arrive(Step step)
        {
            var key = new LaneKey(Queue, new(step.User, 0, 0, new byte[8]), $"{step.Account}", step.Priority);
            var time = Noon.AddSeconds(step.Second);
            if (!_tickets.TryGetValue(key, out var lane))
                _tickets[key] = lane = [];
            lane.Add(time);
            Lanes.Add([(key, time)]);
        }

        /// <summary>As the claim does: from where the lane's front is said to be, oldest first.</summary>
        public List<DateTime> Take(Pick pick)
        {
            var lane = _tickets[pick.Key];
            var taken = lane.Where(time => time >= pick.Lane.Since).Order().Take(pick.Want).ToList();
            foreach (var time in taken)
                lane.Remove(time);
            return taken;
        }
    }
}
