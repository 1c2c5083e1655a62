-- For the system: a lease belongs to a worker.
-- Parks the job $1 of lease $2 (worker $3) until provider $4 answers about $6 of account $5, or $8 seconds have passed; first
-- asked about after $7 seconds. It has no ticket meanwhile. One that is to be cancelled gets one at once, to be ended by who
-- claims it.
with parked as (
    update jobs
    set status = 'parked', attempt = attempt - (not is_short)::int, lease_no = lease_no + is_short::int, worker_id = null, last_worker = $3, answer = null, error_message = null,
        progress_note = 'waiting for ' || $4
    where id = $1 and lease_no = $2 and (status = 'running' or is_short and status in ('queued', 'parked'))
    returning *
),
log as (
    insert into job_attempts (job_id, lease_no, attempt, worker, started_at, outcome, reason)
    select id, $2, attempt + 1, $3, started_at, 'parked', progress_note from parked
),
poll as (
    insert into job_polls (job_id, provider, account, provider_job_id, next_poll_at, give_up_at)
    select id, $4, $5, $6, now() + make_interval(secs => least($7::float8, $8::float8)), now() + make_interval(secs => $8) from parked where not cancel_requested
),
ticket as (
    insert into job_queue (job_id, user_id, priority, queue, account, kind, run_at, is_ready)
    select id, user_id, priority, queue, account, kind, now(), true from parked where cancel_requested
    returning queue, user_id, account, priority, run_at, is_ready
)
select jobs_wake_lanes((select array_agg(job_lane(queue, user_id, account, priority, run_at)) from ticket)), pg_notify('backlot', 'changed')
from parked
