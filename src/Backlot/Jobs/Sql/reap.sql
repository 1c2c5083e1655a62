-- For the system: a worker may have served every user.
-- Jobs whose worker fell silent run again. The attempt counts: a job that kills its worker must not do so for ever.
with silent as (
    update jobs
    set status = 'queued', run_at = now(), error_message = 'Its worker ' || lease_owner || ' fell silent.',
        lease_owner = null, lease_until = null
    where status = 'running' and lease_until < now()
    returning id
)
select pg_notify('backlot', 'ready') from silent limit 1;
