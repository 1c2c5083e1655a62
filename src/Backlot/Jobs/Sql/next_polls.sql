-- For the system: a poll asks about the jobs of an account, whosever they are.
-- The accounts of provider $1 that jobs are parked for, and in how many seconds the first of each is due; the soonest first.
-- An account is found by one step in the index, however many jobs it has.
with recursive next as (
    (select account, next_poll_at from job_polls where provider = $1 order by account, next_poll_at limit 1)
    union all
    select n.account, n.next_poll_at
    from next as a
    cross join lateral (select account, next_poll_at from job_polls where provider = $1 and account > a.account order by account, next_poll_at limit 1) as n
)
select account, extract(epoch from next_poll_at - now())::float8 from next order by next_poll_at
