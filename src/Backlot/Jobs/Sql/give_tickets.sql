-- For the system: jobs of any users may come together.
-- Jobs were copied: their tickets ($1 job_id, $2 user_id, $3 priority, $4 queue, $5 account, $6 kind, $7 run_at, null for now; one
-- that is shared is for the part $9 to $10 of the ids $8; $9 is 0 for the others), and the news of them.
with ticket as (
    insert into job_queue (job_id, user_id, priority, queue, account, kind, run_at, is_ready, job_ids)
    select t.job_id, t.user_id, t.priority, t.queue, t.account, t.kind, coalesce(t.run_at, now()), coalesce(t.run_at, now()) <= now(),
           case when t.first > 0 then ($8::uuid[])[t.first:t.last] end
    from unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $9::int[], $10::int[])
        as t (job_id, user_id, priority, queue, account, kind, run_at, first, last)
    returning queue, user_id, account, priority, run_at, is_ready
),
told as (
    select job_lane(queue, user_id, account, priority, min(run_at)) as lane from ticket where is_ready group by queue, user_id, account, priority
)
select jobs_demand_owners((select array_agg(distinct user_id) from ticket)), jobs_wake_lanes((select array_agg(lane) from told))
