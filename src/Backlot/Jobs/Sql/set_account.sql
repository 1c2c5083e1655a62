-- For the system: an account's limits hold for whoever uses it. $1 account, $2 most running, $3 starts a second, $4 burst.
insert into job_accounts (account, most_running, per_second, burst, tokens) values ($1, $2::int, $3::float8, $4, $4)
on conflict (account) do update
set most_running = excluded.most_running, per_second = excluded.per_second, burst = excluded.burst,
    tokens = least(job_accounts.tokens, excluded.burst)
