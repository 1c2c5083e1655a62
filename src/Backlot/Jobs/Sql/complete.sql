-- Ends a job well and makes those that waited for it ready; in the same transaction as the job's own result.
with done as (
    update jobs
    set status = 'completed', progress = 1, result = {2}::jsonb, error_message = null,
        lease_owner = null, lease_until = null, completed_at = now()
    where id = {0} and lease_no = {1} and status = 'running'
    returning id
),
freed as (
    update jobs as j
    set waiting_on = j.waiting_on - 1
    from job_dependencies as d
    where d.depends_on_id = (select id from done) and j.id = d.job_id and j.status in ('queued', 'parked')
    returning j.waiting_on
)
select pg_notify('backlot', case when exists (select from freed where waiting_on = 0) then 'ready' else 'changed' end)
