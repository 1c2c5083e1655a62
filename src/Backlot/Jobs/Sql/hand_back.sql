-- For the system: a lease belongs to a worker.
-- Gives back short jobs that were fetched and never begun: $1 ids, $2 lease numbers, $3 batches of which nothing is left.
with ended as (
    delete from job_batches where id = any ($3::bigint[])
),
back as (
    update jobs as j
    set lease_no = j.lease_no + 1
    from unnest($1::uuid[], $2::bigint[]) as d (id, lease_no)
    where j.id = d.id and j.lease_no = d.lease_no and j.status in ('queued', 'parked')
    returning j.*
),
ticket as (
    insert into job_queue (job_id, user_id, priority, queue, account, kind, run_at, is_ready)
    select id, user_id, priority, queue, account, kind, run_at, true from back
    returning queue, user_id, account, priority, run_at, is_ready
),
told as (
    select job_lane(queue, user_id, account, priority, min(run_at)) as lane from ticket group by queue, user_id, account, priority
)
select jobs_wake_lanes(array_agg(lane)) from told
