-- For the system: a worker serves every user.
-- Takes tickets of queue $1 from the fronts of the lanes ($2 user, $3 account, $4 priority, $5 where its front is, $6 how many)
-- for worker $8 ($9 its name), and makes their jobs running. $7 the kinds it can run. Nothing while the queue is paused.
-- A job whose row somebody else has locked keeps its ticket: this waits for nobody, so it is in nobody's way.
-- The ticket's lock is taken in a sub-query that runs once for each lane: a join could run it again and take more than was asked.
-- One that was parked goes on where it was, any other begins again: so does what is told of its progress.
-- Rows are fetched by arrays of their places and ids: a join's plan may read a whole table for a handful of rows.
with lane as materialized (
    select *
    from unnest($2::uuid[], $3::text[], $4::smallint[], $5::timestamptz[], $6::int[]) as l (user_id, account, priority, since, want)
    where exists (select from workers where id = $8)
      and not exists (select from queues where name = $1 and paused_at is not null)
),
ticket as materialized (
    select t.*
    from lane
    cross join lateral (
        select q.ctid as at, q.job_id
        from job_queue as q
        where q.queue = $1 and q.user_id = lane.user_id and q.account = lane.account and q.priority = lane.priority
          and q.is_ready and q.run_at >= lane.since and q.kind = any ($7)
        order by q.run_at, q.job_id
        limit lane.want
        for update skip locked
    ) as t
),
free as materialized (
    select id from jobs where id = any (array(select job_id from ticket)) for no key update skip locked
),
taken as materialized (
    delete from job_queue where ctid = any (array(select at from ticket)) and job_id = any (array(select id from free))
    returning job_id
)
update jobs as j
set status      = 'running',
    attempt     = j.attempt + 1,
    lease_no    = j.lease_no + 1,
    worker_id   = $8,
    last_worker = $9,
    started_at  = now(),
    progress    = case j.status when 'parked' then j.progress else 0 end
where j.id = any (array(select job_id from taken)) and j.status in ('queued', 'parked')
returning j.id, j.user_id, j.subject, j.kind, j.payload::text, j.attempt, j.max_attempts, j.lease_no, j.cancel_requested,
          j.priority, j.account, j.run_at, j.checkpoint::text, j.answer::text, null::bigint as batch_id
