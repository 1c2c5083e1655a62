-- For the system: whosever time has come.
-- Makes up to $1 tickets ready whose time has come. Returns how many, and the seconds until the next one's time; null when
-- none waits for its time.
with due as materialized (
    select ctid as at from job_queue where not is_ready and run_at <= now() order by run_at limit $1 for update skip locked
),
ready as (
    update job_queue as q set is_ready = true from due where q.ctid = due.at
    returning q.queue, q.user_id, q.account, q.priority, q.run_at
),
told as (
    select job_lane(queue, user_id, account, priority, min(run_at)) as lane, count(*) as jobs
    from ready group by queue, user_id, account, priority
)
select coalesce(sum(jobs), 0)::int,
       (select extract(epoch from min(run_at) - clock_timestamp())::float8 from job_queue where not is_ready and run_at > now()),
       jobs_wake_lanes(array_agg(lane))
from told
