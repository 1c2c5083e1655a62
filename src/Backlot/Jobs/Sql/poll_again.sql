-- For the system: a poll asks about the jobs of an account, whosever they are.
-- The jobs $1 are asked about again, each after its $2 seconds, or when it is to give up.
update job_polls as p set next_poll_at = least(now() + make_interval(secs => a.seconds), greatest(p.give_up_at, now()))
from unnest($1::uuid[], $2::float8[]) as a (id, seconds)
where p.job_id = a.id
