-- For the system: whoever counts what runs under a limit, and takes more of it, has the limit's lock until its commit.
select pg_advisory_xact_lock(hashtextextended(key, 4)) from (select unnest($1::text[]) as key order by 1) as keys
