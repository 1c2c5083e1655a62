-- For the system: a lease belongs to a worker.
-- Gives a leased job back to the queue: to be tried again, or parked until its time without an attempt being used.
-- $3 status, $4 seconds from now, $5 whether the attempt counts, $6 why: what went wrong, or what a parked one waits for.
-- One that is to be cancelled comes back at once, to be ended by who claims it.
with back as (
    update jobs
    set status = $3, run_at = now() + make_interval(secs => case when cancel_requested then 0 else $4 end), lease_owner = null, lease_until = null,
        attempt = case when $5 then attempt else attempt - 1 end,
        error_message = case when $3 = 'parked' then null else $6 end,
        progress_note = case when $3 = 'parked' then $6 else progress_note end
    where id = $1 and lease_no = $2 and status = 'running'
    returning id
)
select pg_notify('backlot', 'ready') from back
