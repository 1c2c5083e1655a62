-- Gives a leased job back to the queue: to be tried again, or parked until its time without an attempt being used.
-- $3 status, $4 seconds from now, $5 whether the attempt counts, $6 why.
with back as (
    update jobs
    set status = $3, run_at = now() + make_interval(secs => $4), lease_owner = null, lease_until = null,
        attempt = case when $5 then attempt else attempt - 1 end,
        error_message = $6
    where id = $1 and lease_no = $2 and status = 'running'
    returning id
)
select pg_notify('backlot', 'ready') from back
