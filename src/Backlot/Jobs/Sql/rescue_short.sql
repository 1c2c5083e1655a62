-- For the system: a worker may have served every user.
-- As rescue.sql, for the short jobs of a batch; $2 the batches that worker $1 has in hand. Which of them had run is not known, so each one's attempt counts.
with lost as materialized (
    delete from job_batches as b
    where not exists (select from workers as w where w.id = b.worker_id)
       or b.worker_id = $1 and b.leased_at < now() - interval '5 seconds' and not exists (select from unnest($2::bigint[]) as h (id) where h.id = b.id)
    returning b.worker_id, b.job_ids, b.lease_nos
),
back as (
    update jobs as j
    set attempt = attempt + 1, lease_no = j.lease_no + 1, error_message = case when l.worker_id = $1 then 'Its worker lost it.' else 'Its worker is gone.' end
    from (select worker_id, unnest(job_ids) as id, unnest(lease_nos) as lease_no from lost) as l
    where j.id = l.id and j.lease_no = l.lease_no and j.status in ('queued', 'parked')
    returning j.*
),
log as (
    insert into job_attempts (job_id, lease_no, attempt, worker, outcome, reason)
    select id, lease_no - 1, attempt, coalesce(last_worker, 'unknown'), 'worker gone', error_message from back
),
ticket as (
    insert into job_queue (job_id, user_id, priority, queue, account, kind, run_at, is_ready)
    select id, user_id, priority, queue, account, kind, run_at, true from back
    returning queue, user_id, account, priority, run_at, is_ready
),
told as (
    select job_lane(queue, user_id, account, priority, min(run_at)) as lane, count(*) as jobs from ticket group by queue, user_id, account, priority
)
select coalesce(sum(jobs), 0)::int, jobs_wake_lanes(array_agg(lane)) from told
