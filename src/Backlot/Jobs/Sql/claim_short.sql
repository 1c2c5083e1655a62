-- For the system: a worker serves every user.
-- As claim.sql, for a queue of short kinds: the jobs' rows stay as they are, one row leases the whole batch. $10 how many tickets
-- to look at in each lane: a ticket may stand for many jobs ($6 how many of these), and of one that stands for more than are
-- wanted the rest stays. Returns a row without an id for each lane as well: tickets seen as attempt, jobs covered as max_attempts, and as
-- run_at that of the earliest ticket that was seen and is left, if one is.
with lane as materialized (
    select *
    from unnest($2::uuid[], $3::text[], $4::smallint[], $5::timestamptz[], $6::int[], $10::int[]) as l (user_id, account, priority, since, want, look)
    where exists (select from workers where id = $8)
      and not exists (select from queues where name = $1 and paused_at is not null)
),
ticket as materialized (
    select lane.user_id, lane.account, lane.priority, lane.want, t.*
    from lane
    cross join lateral (
        select q.ctid as at, q.run_at, q.job_id, q.job_ids, coalesce(cardinality(q.job_ids), 1) as jobs
        from job_queue as q
        where q.queue = $1 and q.user_id = lane.user_id and q.account = lane.account and q.priority = lane.priority
          and q.is_ready and q.run_at >= lane.since and q.kind = any ($7)
        order by q.run_at, q.job_id
        limit lane.look
        for update skip locked
    ) as t
),
-- How many of its jobs each ticket gives.
given as materialized (
    select *, least(jobs, want - before) as jobs_given
    from (select *, (sum(jobs) over (partition by user_id, account, priority order by run_at, job_id) - jobs)::int as before from ticket) as ordered
    where before < want
),
used as (
    delete from job_queue where ctid = any (array(select at from given where jobs_given = jobs)) returning job_id
),
cut as (
    update job_queue as q
    set job_ids = (select g.job_ids[g.jobs_given + 1:] from given as g where g.at = q.ctid)
    where q.ctid = any (array(select at from given where jobs_given < jobs))
    returning q.job_id
),
-- Of a ticket that another claim has cut since this statement began, the lock gives what is left, which is a row that the statement
-- does not see: it is not touched above, so its jobs are not ours. The next claim finds it: it is left.
ours as materialized (
    select job_id, job_ids, jobs_given from given where job_id in (select job_id from used union all select job_id from cut)
),
job as materialized (
    select id, user_id, subject, kind, payload::text, attempt + 1 as attempt, max_attempts, lease_no, cancel_requested,
           priority, account, run_at, checkpoint::text, answer::text
    from jobs
    where id = any (array(select unnest(coalesce(job_ids[:jobs_given], array[job_id])) from ours)) and status in ('queued', 'parked')
      -- A shared ticket is for those that were never held, ended or given back since: these have one of their own.
      and (lease_no = 0 or id = any (array(select job_id from ours where job_ids is null)))
),
batch as (
    insert into job_batches (worker_id, job_ids, lease_nos)
    select $8, array_agg(id), array_agg(lease_no) from job having count(*) > 0
    returning id
)
select job.*, batch.id as batch_id from job, batch
union all
select null, user_id, null, '', '', count(*)::int, coalesce(sum(jobs), 0)::int, 0, false, priority, account,
       min(run_at) filter (where job_id not in (select job_id from used)), null, null, null
from ticket
group by user_id, account, priority
