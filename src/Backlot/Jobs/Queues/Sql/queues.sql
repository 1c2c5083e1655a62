-- Every queue that is known, and what is in it: jobs of everybody when {1}, else those of user {2} (user_id) alone. {0} are queues to
-- tell of in any case. Only tickets, what runs and what failed are read, never the history.
with ticket as materialized (
    select queue, coalesce(sum(coalesce(cardinality(job_ids), 1)) filter (where run_at <= now()), 0)::int as ready, count(*) filter (where run_at > now())::int as waiting, min(run_at) as oldest
    from job_queue where {1} or user_id = {2} group by queue
),
counted as (
    select queue, 'ready' as what, ready as jobs, case when ready > 0 then oldest end as since from ticket
    union all
    select queue, 'waiting', waiting, null from ticket
    union all
    select queue, 'running', count(*)::int, null
    from jobs where worker_id is not null and ({1} or user_id = {2}) group by queue
    union all
    -- Of a batch of short jobs those run that have not ended and were not handed back.
    select j.queue, 'running', count(*)::int, null
    from job_batches as b cross join unnest(b.job_ids) as leased (id) join jobs as j on j.id = leased.id
    where j.status = 'queued' and ({1} or j.user_id = {2}) and not exists (select from job_queue as q where q.job_id = j.id)
    group by j.queue
    union all
    select queue, 'failed', count(*)::int, null
    from jobs where error_message is not null and status = 'failed' and completed_at > now() - interval '1 hour' and ({1} or user_id = {2})
    group by queue
),
serving as (
    select queue, count(*)::int as workers, sum(slots)::int as slots
    from workers cross join unnest(queues) as served (queue)
    where seen_at > now() - make_interval(secs => lease_seconds)
    group by queue
),
known as (
    select unnest({0}) as name
    union select name from queues
    union select queue from serving
    union select queue from counted
)
select k.name as "Name",
       coalesce(q.paused_at is not null, false) as "Paused",
       q.most_running as "MostRunning",
       coalesce(sum(c.jobs) filter (where c.what = 'ready'), 0)::int as "Ready",
       coalesce(sum(c.jobs) filter (where c.what = 'waiting'), 0)::int as "Waiting",
       coalesce(sum(c.jobs) filter (where c.what = 'running'), 0)::int as "Running",
       extract(epoch from now() - min(c.since))::float8 as "OldestReadySeconds",
       coalesce(s.workers, 0) as "Workers",
       coalesce(s.slots, 0) as "Slots",
       coalesce(sum(c.jobs) filter (where c.what = 'failed'), 0)::int as "FailedLastHour"
from known as k
left join queues as q on q.name = k.name
left join serving as s on s.queue = k.name
left join counted as c on c.queue = k.name
group by k.name, q.name, s.workers, s.slots
order by k.name
