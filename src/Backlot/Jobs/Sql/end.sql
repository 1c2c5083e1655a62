-- For the system: who asks has locked the job as its owner, or holds its lease.
-- Ends a job without a result, and with it everything that waits for it. {1} failed or cancelled, {2} why.
-- Returns what ended, so that each one's product can be told.
with recursive doomed as (
    select {0}::uuid as id
    union
    select d.job_id from job_dependencies as d join doomed on d.depends_on_id = doomed.id
)
update jobs as j
set status        = case when j.id = {0} then {1} else 'cancelled' end,
    error_message = case when j.id = {0} then {2} else 'A job it waited for did not finish: ' || {2} end,
    lease_owner = null, lease_until = null, completed_at = now()
from doomed
where j.id = doomed.id and j.status not in ('completed', 'failed', 'cancelled')
returning j.id as "Id", j.kind as "Kind", j.payload::text as "Payload", j.error_message as "Reason"
