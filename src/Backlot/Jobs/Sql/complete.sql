-- For the system: the run proved its lease before.
-- Ends a job well and makes those that waited for it ready; in the same transaction as the job's own result.
with done as (
    update jobs
    set status = 'completed', progress = 1, result = {2}::jsonb, error_message = null,
        lease_owner = null, lease_until = null, completed_at = now()
    where id = {0} and lease_no = {1} and status = 'running'
    returning id
),
waiting as materialized (
    -- Locked in one order: two parts that end at once and are both waited for by many must not lock each other out.
    select j.id
    from job_dependencies as d join jobs as j on j.id = d.job_id
    where d.depends_on_id = (select id from done) and j.status in ('queued', 'parked')
    order by j.id
    for update of j
),
freed as (
    update jobs as j
    set waiting_on = j.waiting_on - 1
    from waiting
    where j.id = waiting.id
    returning j.waiting_on
)
select pg_notify('backlot', case when exists (select from freed where waiting_on = 0) then 'ready' else 'changed' end)
