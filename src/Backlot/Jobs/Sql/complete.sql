-- For the system: the run proved its lease before.
-- Ends a job well and makes those that waited for it ready; in the same transaction as the job's own result.
with done as (
    update jobs
    set status = 'completed', progress = 1, result = {2}::jsonb, error_message = null, worker_id = null, key_held = false,
        last_worker = {3}, completed_at = now(),
        -- A short job's row was not written when its run began.
        attempt = attempt + is_short::int, lease_no = lease_no + is_short::int, started_at = case when is_short then now() else started_at end
    where id = {0} and lease_no = {1} and status in ('queued', 'running', 'parked')
    returning id
)
select jobs_free_dependents(array_agg(id)), pg_notify('backlot', 'changed') from done
