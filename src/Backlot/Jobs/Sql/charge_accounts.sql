-- For the system: starts under an account's lock. $1 accounts, $2 how many of each were started.
update job_accounts as a
set tokens = least(a.burst, a.tokens + coalesce(a.per_second, 0) * extract(epoch from now() - a.refilled_at)) - s.starts, refilled_at = now()
from unnest($1::text[], $2::int[]) as s (account, starts)
where a.account = s.account and a.per_second is not null
