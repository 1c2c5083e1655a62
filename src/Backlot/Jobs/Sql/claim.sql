-- For the system: a worker serves every user.
-- Takes up to $2 ready jobs of queue $1 for worker $3 and leases them for $4 seconds. Users of the tiers $6 have at most $7
-- jobs running at once: theirs beyond that stay where they are, and hold up nobody else's.
-- The CTE is materialized: a nested loop may otherwise run the limited sub-query again and claim more than the limit.
with busy as materialized (
    select r.user_id, l.jobs - count(*) as room
    from jobs as r
    join users as u on u.id = r.user_id
    join unnest($6::text[], $7::int[]) as l (tier, jobs) on l.tier = u.subscription_tier
    where r.status = 'running'
    group by r.user_id, l.jobs
),
ready as materialized (
    select id, user_id, priority, run_at
    from jobs
    where queue = $1 and kind = any ($5) and status in ('queued', 'parked') and waiting_on = 0 and run_at <= now()
      and not exists (select from busy as b where b.user_id = jobs.user_id and b.room <= 0)
    order by priority desc, run_at, id
    limit $2
    for update skip locked
),
ranked as (
    select id, user_id, row_number() over (partition by user_id order by priority desc, run_at, id) as place from ready
),
picked as (
    select r.id
    from ranked as r
    join users as u on u.id = r.user_id
    left join unnest($6::text[], $7::int[]) as l (tier, jobs) on l.tier = u.subscription_tier
    left join busy as b on b.user_id = r.user_id
    where r.place <= coalesce(b.room, l.jobs, $2)
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
