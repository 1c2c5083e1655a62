using Backlot.Jobs.Polls;
using Npgsql;

namespace Backlot.Tests.Support;

/// <summary>Lets what rests go on at once: polls, retries, orders that wait for their turn.</summary>
internal static class Hurry
{
    /// <summary>For a server whose jobs wait for others.</summary>
    public static readonly PollPace Polls = new(0.02, 0.1);

    /// <summary>
    /// Returns how many were hurried. A row that the engine holds is left to it: waiting for one while holding another would be a deadlock.
    /// Tickets are made ready and told of as the engine does it, which would notice within a second by itself.
    /// </summary>
    public const string Statement = """
        with polls as (select ctid from job_polls where next_poll_at > now() for update skip locked),
             tickets as (select ctid from job_queue where run_at > now() + interval '0.2 seconds' for update skip locked),
             resting as (select ctid from orders where retry_at > now() + interval '0.2 seconds' for update skip locked),
             asked as (update job_polls set next_poll_at = now() where ctid in (select ctid from polls) returning 1),
             woken as (
                update job_queue set run_at = now(), is_ready = true where ctid in (select ctid from tickets)
                returning job_lane(queue, user_id, account, priority, run_at) as lane
             ),
             again as (update orders set retry_at = now() where ctid in (select ctid from resting) returning 1)
        select (select count(*) from asked) + (select count(*) from woken) + (select count(*) from again),
               jobs_wake_lanes((select array_agg(distinct lane) from woken))
        """;

    extension(NpgsqlConnectionStringBuilder database)
    {
        public Task<long> HurryAsync() => database.ValueAsync<long>(Statement);

        /// <summary>Lets nothing rest until the statement says true.</summary>
        public async Task HurryUntilAsync(string sql, params object[] values)
        {
            while (!await database.ValueAsync<bool>(sql, values))
            {
                await database.HurryAsync();
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
    }
}
