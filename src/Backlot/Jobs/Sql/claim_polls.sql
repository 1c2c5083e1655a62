-- For the system: a poll asks about the jobs of an account, whosever they are.
-- Up to $2 polls of provider $1 that are due, all of the account that has waited longest. They are due again in $3 seconds, if
-- whoever asks does not come back.
with first as (
    select account from job_polls where provider = $1 and next_poll_at <= now() order by next_poll_at limit 1
),
due as materialized (
    select p.ctid as at from job_polls as p, first
    where p.provider = $1 and p.account = first.account and p.next_poll_at <= now()
    order by p.next_poll_at
    limit $2
    for update of p skip locked
)
update job_polls as p
set next_poll_at = now() + make_interval(secs => $3), polls = p.polls + 1
from due
where p.ctid = due.at
returning p.job_id, p.account, p.provider_job_id, extract(epoch from now() - p.since)::float8, p.give_up_at <= now()
