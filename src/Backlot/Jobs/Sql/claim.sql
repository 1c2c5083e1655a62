-- For the system: a worker serves every user.
-- Takes up to $2 ready jobs of queue $1 for worker $3 and leases them for $4 seconds.
-- The CTE is materialized: a nested loop may otherwise run the limited sub-query again and claim more than the limit.
with picked as materialized (
    select id
    from jobs
    where queue = $1 and kind = any ($5) and status in ('queued', 'parked') and waiting_on = 0 and run_at <= now()
    order by priority desc, run_at, id
    limit $2
    for update skip locked
)
update jobs as j
set status      = 'running',
    attempt     = j.attempt + 1,
    lease_no    = j.lease_no + 1,
    lease_owner = $3,
    lease_until = now() + make_interval(secs => $4),
    started_at  = coalesce(j.started_at, now()),
    progress    = 0
from picked
where j.id = picked.id
returning j.id, j.user_id, j.subject, j.kind, j.payload::text, j.attempt, j.max_attempts, j.lease_no, j.cancel_requested;
