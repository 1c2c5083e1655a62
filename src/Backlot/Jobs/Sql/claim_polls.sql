-- For the system: a poll asks about the jobs of an account, whosever they are.
-- Up to $3 polls of account $2 of provider $1 that are due. They are due again in $4 seconds, if whoever asks does not come back.
with due as materialized (
    select ctid as at from job_polls
    where provider = $1 and account = $2 and next_poll_at <= now()
    order by next_poll_at
    limit $3
    for update skip locked
)
update job_polls as p
set next_poll_at = now() + make_interval(secs => $4), polls = p.polls + 1
from due
where p.ctid = due.at
returning p.job_id, p.provider_job_id, extract(epoch from now() - p.since)::float8, p.give_up_at <= now()
