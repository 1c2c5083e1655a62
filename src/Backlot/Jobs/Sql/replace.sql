-- The job $1 of user_id $2, which has not begun, becomes another: $3 payload, $4 priority, $5 subject, $6 not before, $7 kind,
-- $8 queue, $9 account, $10 whether short, $11 attempts. Nothing of what it had done is left.
with changed as (
    update jobs
    set payload = $3::jsonb, priority = $4, subject = $5, run_at = coalesce($6, now()), kind = $7, queue = $8, account = $9, is_short = $10,
        max_attempts = $11, attempt = 0, status = 'queued', cancel_requested = false, error_message = null, progress = 0,
        progress_note = null, checkpoint = null, answer = null
    where id = $1 and user_id = $2
    returning *
),
ticket as (
    update job_queue as q
    set priority = changed.priority, run_at = changed.run_at, kind = changed.kind, queue = changed.queue, account = changed.account,
        is_ready = changed.run_at <= clock_timestamp()
    from changed where q.job_id = changed.id
    returning q.queue, q.user_id, q.account, q.priority, q.run_at, q.is_ready
)
select jobs_wake_lanes((select array_agg(job_lane(queue, user_id, account, priority, run_at)) from ticket where is_ready))
from changed
