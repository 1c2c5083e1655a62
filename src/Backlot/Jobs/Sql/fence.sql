-- For the system: a lease belongs to a worker.
-- The first statement of every write that a job makes: no row means that the lease is lost and nothing may be written.
select 1 from jobs where id = {0} and lease_no = {1} and (status = 'running' or is_short and status in ('queued', 'parked')) for update
