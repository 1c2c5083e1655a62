-- For the system: a scheduler serves every user.
-- Adds the job $2 of schedule $1 unless its last one is unfinished, and sets the next run $3. The kind's queue $4, attempts $5, and
-- whether it is short $6.
with added as (
    insert into jobs (id, user_id, kind, queue, payload, max_attempts, is_short, unique_key, key_held)
    select $2, user_id, kind, $4, payload, $5, $6, 'schedule:' || id, true from schedules where id = $1
    on conflict (user_id, unique_key) where key_held do nothing
    returning id
)
update schedules as s
set next_run_at = $3, last_run_at = now(), last_job_id = coalesce((select id from added), s.last_job_id)
where s.id = $1
returning (select id from added) is not null
