-- For the system: seconds until the next poll of provider $1 is due.
select extract(epoch from min(next) - now())::float8
from (
    with recursive account as (
        (select account, next_poll_at from job_polls where provider = $1 order by account, next_poll_at limit 1)
        union all
        select n.account, n.next_poll_at
        from account as a
        cross join lateral (select account, next_poll_at from job_polls where provider = $1 and account > a.account order by account, next_poll_at limit 1) as n
    )
    select next_poll_at as next from account
) as due
