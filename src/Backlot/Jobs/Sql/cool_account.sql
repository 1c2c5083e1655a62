-- For the system: nothing of account $1 starts for $2 seconds.
insert into job_accounts (account, cooled_until) values ($1, now() + make_interval(secs => $2))
on conflict (account) do update set cooled_until = greatest(job_accounts.cooled_until, excluded.cooled_until)
