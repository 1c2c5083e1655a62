-- For the system: who asks has locked the job as its owner, or holds its lease.
-- Ends a job without a result, and with it everything that waits for it. {0} which, {1} failed or cancelled, {2} why,
-- {3} after which attempt.
-- Returns what ended, so that each one's product can be told.
with recursive doomed as (
    select {0}::uuid as id
    union
    select d.job_id from job_dependencies as d join doomed on d.depends_on_id = doomed.id
),
ticket as (
    delete from job_queue where job_id in (select id from doomed)
),
poll as (
    delete from job_polls where job_id in (select id from doomed)
)
update jobs as j
set status        = case when j.id = {0} then {1} else 'cancelled' end,
    error_message = case when j.id = {0} then {2} else 'A job it waited for did not finish: ' || {2} end,
    -- Whatever ran it, of a short one no claim has told.
    lease_no = j.lease_no + j.is_short::int, attempt = case when j.id = {0} then {3} else j.attempt end, worker_id = null, key_held = false, completed_at = now()
from doomed
where j.id = doomed.id and j.status not in ('completed', 'failed', 'cancelled')
returning j.id as "Id", j.kind as "Kind", j.payload::text as "Payload", j.error_message as "Reason"
