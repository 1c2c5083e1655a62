-- For the system: a scheduler serves every user.
-- Schedule $1 cannot be read here: it is looked at again in an hour.
update schedules set next_run_at = now() + interval '1 hour' where id = $1
