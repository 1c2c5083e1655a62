-- For the system: a provider has answered about the jobs $1, which it knows as $2, with $3.
-- They run again. Whoever comes second, a webhook and a poll, finds nothing to wake; nor does an answer about something that the
-- job no longer waits for. A job's row is locked before its poll's, as everywhere.
with held as materialized (
    select id from jobs where id = any ($1) and status = 'parked' order by id for no key update
),
asked as (
    delete from job_polls as p using unnest($1::uuid[], $2::text[], $3::text[]) as a (id, provider_job_id, answer), held
    where p.job_id = a.id and p.provider_job_id = a.provider_job_id and held.id = a.id
    returning a.id, a.answer
),
woken as (
    update jobs as j
    set answer = asked.answer::jsonb, run_at = now(), progress_note = null
    from asked
    where j.id = asked.id
    returning j.*
),
ticket as (
    insert into job_queue (job_id, user_id, priority, queue, account, kind, run_at, is_ready)
    select id, user_id, priority, queue, account, kind, run_at, true from woken
    returning queue, user_id, account, priority, run_at, is_ready
),
told as (
    select job_lane(queue, user_id, account, priority, min(run_at)) as lane, count(*) as jobs from ticket group by queue, user_id, account, priority
)
select coalesce(sum(jobs), 0)::int, jobs_wake_lanes(array_agg(lane)) from told
