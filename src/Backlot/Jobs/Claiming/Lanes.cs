using System.Globalization;

namespace Backlot.Jobs.Claiming;

/// <summary>Which lanes have something ready, as far as this process knows, and whose turn it is. Learns from notifications
/// at once, and from a look at the whole queue now and then: a lost notification costs seconds, not a job.</summary>
/// <remarks>Fair between users: they take turns, one job a turn, in the order of their ids; so a new user's first job waits
/// for one free slot at most per user who is waiting, however many jobs those have. Within a user the highest priority goes
/// first, and waiting <see cref="AgeingSeconds"/> is worth one priority, so that nothing starves.</remarks>
internal sealed class Lanes(TimeProvider time)
{
    /// <summary>How long a job waits until it counts as one priority higher.</summary>
    public const double AgeingSeconds = 60;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, QueueLanes> _queues = [];

    /// <summary>Calls back whenever the queue may have something new; once, however often it was asked for.</summary>
    public void Watch(string queueName, Action changed)
    {
        lock (_gate)
        {
            var queue = Of(queueName);
            queue.Changed -= changed;
            queue.Changed += changed;
        }
    }

    /// <summary>Takes in what the database tells: tab-separated, <c>ready queue user account priority microseconds</c>.</summary>
    /// <returns>False when the message says only that something is ready somewhere.</returns>
    public bool Hear(string message)
    {
        if (message.Split('\t') is not ["ready", var queue, var user, var account, var priority, var since])
            return false;
        Add([(new(queue, Guid.Parse(user), account, short.Parse(priority, CultureInfo.InvariantCulture)),
            DateTime.UnixEpoch.AddMicroseconds(long.Parse(since, CultureInfo.InvariantCulture)))]);
        return true;
    }

    /// <summary>These lanes have something ready from that time on.</summary>
    public void Add(IEnumerable<(LaneKey Key, DateTime Since)> found)
    {
        var changed = new HashSet<QueueLanes>();
        lock (_gate)
            foreach (var (key, since) in found)
            {
                var queue = Of(key.Queue);
                if (!queue.Lanes.TryGetValue(key, out var lane))
                    queue.Lanes[key] = lane = new(key, since);
                lane.Since = Earlier(since, lane.Since);
                lane.Told = Earlier(since, lane.Told);
                changed.Add(queue);
            }
        foreach (var queue in changed)
            queue.Tell();
    }

    /// <summary>Whose turn it is, for so many free slots.</summary>
    public List<Pick> Choose(string queueName, int free)
    {
        lock (_gate)
        {
            var queue = Of(queueName);
            var (now, instant) = (time.GetUtcNow(), time.GetTimestamp());
            // Of each user the lane that comes first; the users in their order, beginning after who came last.
            var users = queue.Lanes.Values.Where(lane => lane.BlockedUntil <= instant)
                .GroupBy(lane => lane.Key.UserId, (_, lanes) => lanes.MaxBy(lane => Urgency(lane, now))!)
                .OrderBy(lane => lane.Key.UserId.CompareTo(queue.Last) <= 0).ThenBy(lane => lane.Key.UserId)
                .Take(free).ToList();
            if (users.Count == 0)
                return [];
            queue.Last = users[(free - 1) % users.Count].Key.UserId;
            foreach (var lane in users)
                lane.Told = null;
            return [.. users.Select((lane, place) => new Pick(lane, free / users.Count + (place < free % users.Count ? 1 : 0)))];
        }
    }

    /// <summary>What a claim got from a lane.</summary>
    /// <param name="got">How many of those that were wanted.</param>
    /// <param name="last">When the last of them had become ready; null when there was none.</param>
    public void Took(Pick pick, int got, DateTime? last)
    {
        lock (_gate)
        {
            if (got < pick.Want && pick.Lane.Told is null)
                Of(pick.Key.Queue).Lanes.Remove(pick.Key);
            else if ((last ?? pick.Lane.Told) is { } front)
                pick.Lane.Since = Earlier(front, pick.Lane.Told);
        }
    }

    /// <summary>A limit is reached: leave the lane alone for a while.</summary>
    public void Block(LaneKey key, TimeSpan atMost)
    {
        lock (_gate)
            if (Of(key.Queue).Lanes.TryGetValue(key, out var lane))
                lane.BlockedUntil = time.GetTimestamp() + (long)(atMost.TotalSeconds * time.TimestampFrequency);
    }

    /// <summary>A run of this user and account ended here: what it held is free for the next.</summary>
    public void Free(string queueName, Guid userId, string account)
    {
        QueueLanes queue;
        lock (_gate)
        {
            queue = Of(queueName);
            foreach (var lane in queue.Lanes.Values)
                if (lane.Key.UserId == userId || (account != "" && lane.Key.Account == account))
                    lane.BlockedUntil = 0;
        }
        queue.Tell();
    }

    /// <summary>How long until some lane is no longer held up; null when none is.</summary>
    public TimeSpan? UntilNextFree(string queueName)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            var blocked = Of(queueName).Lanes.Values.Where(lane => lane.BlockedUntil > now).ToList();
            return blocked.Count == 0 ? null : time.GetElapsedTime(now, blocked.Min(lane => lane.BlockedUntil));
        }
    }

    private static double Urgency(Lane lane, DateTimeOffset now) => lane.Key.Priority * AgeingSeconds + (now.UtcDateTime - lane.Since).TotalSeconds;

    private static DateTime Earlier(DateTime one, DateTime? other) => other < one ? other.Value : one;

    private QueueLanes Of(string queue) => _queues.TryGetValue(queue, out var lanes) ? lanes : _queues[queue] = new();

    private sealed class QueueLanes
    {
        public Dictionary<LaneKey, Lane> Lanes { get; } = [];

        /// <summary>Who had the last turn.</summary>
        public Guid Last { get; set; }

        public event Action? Changed;

        public void Tell() => Changed?.Invoke();
    }
}
