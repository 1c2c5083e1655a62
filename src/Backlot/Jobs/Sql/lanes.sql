-- For the system: a worker serves every user.
-- Every lane of the queues $1 that has something ready, and where its front is: one step of the index a lane, however many
-- jobs are in it.
with recursive lane as (
    select first.*
    from unnest($1::text[]) as wanted (queue)
    cross join lateral (
        select q.queue, q.user_id, q.account, q.priority, q.run_at
        from job_queue as q
        where q.queue = wanted.queue and q.is_ready
        order by q.queue, q.user_id, q.account, q.priority, q.run_at
        limit 1
    ) as first
    union all
    select next.*
    from lane
    cross join lateral (
        select q.queue, q.user_id, q.account, q.priority, q.run_at
        from job_queue as q
        where q.queue = lane.queue and (q.user_id, q.account, q.priority) > (lane.user_id, lane.account, lane.priority)
          and q.is_ready
        order by q.queue, q.user_id, q.account, q.priority, q.run_at
        limit 1
    ) as next
)
select queue, user_id, account, priority, run_at from lane
