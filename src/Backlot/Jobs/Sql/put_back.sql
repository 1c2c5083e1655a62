-- For the system: a lease belongs to a worker.
-- Gives a leased job back: $1 id, $2 lease, $3 queued or parked, $4 seconds from now, $5 whether the attempt counts, $6 what became
-- of the run (as in job_attempts), $7 why, $8 the worker's name. One that is to be cancelled comes back at once, to be ended by
-- who claims it. A short job's lease number grows here, because no claim has raised it: its old lease ends with it.
with back as (
    update jobs
    set status = $3, run_at = now() + make_interval(secs => case when cancel_requested then 0 else $4 end),
        attempt = case when is_short then attempt + $5::int else attempt - (not $5)::int end,
        lease_no = lease_no + is_short::int,
        worker_id = null, last_worker = $8,
        answer = case when $3 = 'parked' then null else answer end,
        error_message = case when $3 = 'parked' then null else coalesce($7, error_message) end,
        progress_note = case when $3 = 'parked' then $7 else progress_note end
    where id = $1 and lease_no = $2 and (status = 'running' or is_short and status in ('queued', 'parked'))
    returning *
),
log as (
    insert into job_attempts (job_id, lease_no, attempt, worker, started_at, outcome, reason)
    select id, $2, attempt + (not $5)::int, $8, started_at, $6, $7 from back
),
ticket as (
    insert into job_queue (job_id, user_id, priority, queue, account, kind, run_at, is_ready)
    select id, user_id, priority, queue, account, kind, run_at, run_at <= clock_timestamp()
    from back
    returning queue, user_id, account, priority, run_at, is_ready
)
select jobs_wake_lanes(array_agg(job_lane(queue, user_id, account, priority, run_at)) filter (where is_ready)),
       pg_notify('backlot', 'changed')
from ticket
having count(*) > 0
