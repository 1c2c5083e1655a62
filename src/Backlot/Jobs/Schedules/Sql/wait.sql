-- For the system: a scheduler serves every user.
-- Seconds until the next schedule of the kinds $1 is due, below zero for one that is; null when there is none.
select extract(epoch from min(next_run_at) - now())::float8 from schedules where enabled and kind = any ($1)
