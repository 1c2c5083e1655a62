-- For the system: a worker serves every user.
-- How many more jobs may run: of the users $1, who may have $2 at once, of the accounts $3, and of queue $4. Whatever has no
-- limit has no row. An account's tokens come back with time.
select 'user ' || l.user_id, (l.at_once - (select count(*) from jobs where worker_id is not null and user_id = l.user_id))::int
from unnest($1::uuid[], $2::int[]) as l (user_id, at_once)
union all
select 'account ' || a.account,
       case when a.cooled_until > now() then 0
            else least(coalesce(a.most_running - (select count(*) from jobs where worker_id is not null and account = a.account), 1000000),
                       coalesce(floor(least(a.burst, a.tokens + a.per_second * extract(epoch from now() - a.refilled_at))), 1000000)) end::int
from job_accounts as a
where a.account = any ($3)
union all
select 'queue ' || q.name, (q.most_running - (select count(*) from jobs where worker_id is not null and queue = q.name))::int
from queues as q
where q.name = $4 and q.most_running is not null
