-- For the system: a scheduler serves every user.
-- Up to $2 due schedules of the kinds $1, locked; those that another server has locked are its.
select id, kind, cron, time_zone, now()
from schedules
where enabled and next_run_at <= now() and kind = any ($1)
order by next_run_at
limit $2
for update skip locked
