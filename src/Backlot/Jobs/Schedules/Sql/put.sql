-- Schedule {0} of user {1} (user_id), or what is there of its name {2}: {3} kind, {4} payload, {5} cron, {6} time zone, {7} next run. A
-- run that is due, or was missed, stays so unless the times are others.
insert into schedules as s (id, user_id, name, kind, payload, cron, time_zone, next_run_at)
values ({0}, {1}, {2}, {3}, {4}::jsonb, {5}, {6}, {7})
on conflict (user_id, name) do update
set kind = excluded.kind, payload = excluded.payload, cron = excluded.cron, time_zone = excluded.time_zone,
    next_run_at = case when (s.cron, s.time_zone) = (excluded.cron, excluded.time_zone) then s.next_run_at else excluded.next_run_at end
returning id as "Value"
