-- Waiting jobs of subject {0}, and whatever waits for them, end here; running ones are told, and their worker ends them.
-- {1} why.
with recursive doomed as (
    select id from jobs where subject = {0} and status in ('queued', 'parked')
    union
    select d.job_id from job_dependencies as d join doomed on d.depends_on_id = doomed.id
),
ended as (
    update jobs
    set status = 'cancelled', error_message = {1}, completed_at = now()
    where id in (select id from doomed) and status in ('queued', 'parked')
    returning id
),
told as (
    update jobs
    set cancel_requested = true
    where subject = {0} and status = 'running'
    returning id
)
select pg_notify('backlot', 'cancel') where exists (select from ended) or exists (select from told)
