-- For the system: workers serve every user, and only admins are told of them.
-- Every worker that lives, with how many jobs it has in hand.
with busy as (
    select worker_id, count(*)::int as jobs from jobs where worker_id is not null group by worker_id
    union all
    select b.worker_id, count(*)::int
    from job_batches as b cross join unnest(b.job_ids) as leased (id) join jobs as j on j.id = leased.id
    where j.status = 'queued' and not exists (select from job_queue as q where q.job_id = j.id)
    group by b.worker_id
)
select w.id as "Id", w.host as "Host", w.process_id as "ProcessId", w.queues as "Queues", w.slots as "Slots",
       (select coalesce(sum(jobs), 0)::int from busy where busy.worker_id = w.id) as "Running",
       w.started_at as "StartedAt", extract(epoch from now() - w.seen_at)::float8 as "SilentSeconds"
from workers as w
where w.seen_at > now() - make_interval(secs => w.lease_seconds)
order by w.host, w.process_id
