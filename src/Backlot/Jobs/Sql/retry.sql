-- Puts an ended job {0} of user {2} back with all its attempts. {1} how many unfinished jobs it waits for: nobody counted while it
-- had ended. What it had ended with goes to its log.
with past as (
    insert into job_attempts (job_id, lease_no, attempt, worker, started_at, ended_at, outcome, reason)
    select id, lease_no, attempt, coalesce(last_worker, 'nobody'), started_at, completed_at, status, error_message
    from jobs where id = {0} and user_id = {2} and status in ('failed', 'cancelled')
    on conflict do nothing
),
back as (
    update jobs
    set status = 'queued', run_at = now(), attempt = 0, lease_no = lease_no + 1, cancel_requested = false, progress = 0, progress_note = null,
        completed_at = null, error_message = null, answer = null, waiting_on = {1}, key_held = unique_key is not null
    where id = {0} and user_id = {2} and status in ('failed', 'cancelled')
    returning *
),
ticket as (
    insert into job_queue (job_id, user_id, priority, queue, account, kind, run_at, is_ready)
    select id, user_id, priority, queue, account, kind, run_at, true from back where waiting_on = 0
    returning queue, user_id, account, priority, run_at, is_ready
)
select jobs_wake_lanes(array_agg(job_lane(queue, user_id, account, priority, run_at))), pg_notify('backlot', 'changed') from ticket
