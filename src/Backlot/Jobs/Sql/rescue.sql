-- For the system: a worker may have served every user.
-- Jobs whose worker is gone run again; and those that worker $1 should be running, and is not ($2 what it runs): the answer to
-- their claim was lost, or their end could not be stored. The attempt counts: a job that kills its worker must not do so for ever.
with lost as materialized (
    select id from jobs
    where worker_id is not null
      and (not exists (select from workers as w where w.id = jobs.worker_id)
           or worker_id = $1 and started_at < now() - interval '5 seconds' and not exists (select from unnest($2::uuid[]) as r (id) where r.id = jobs.id))
    order by id limit 1000 for update skip locked
),
back as (
    update jobs as j
    set status = 'queued', run_at = now(), error_message = 'Its worker ' || last_worker || case when worker_id = $1 then ' lost it.' else ' is gone.' end, worker_id = null
    from lost where j.id = lost.id
    returning j.*
),
log as (
    insert into job_attempts (job_id, lease_no, attempt, worker, started_at, outcome, reason)
    select id, lease_no, attempt, last_worker, started_at, 'worker gone', error_message from back
),
ticket as (
    insert into job_queue (job_id, user_id, priority, queue, account, kind, run_at, is_ready)
    select id, user_id, priority, queue, account, kind, run_at, true from back
    returning queue, user_id, account, priority, run_at, is_ready
),
told as (
    select job_lane(queue, user_id, account, priority, min(run_at)) as lane, count(*) as jobs from ticket group by queue, user_id, account, priority
)
select coalesce(sum(jobs), 0)::int, jobs_wake_lanes(array_agg(lane)) from told
