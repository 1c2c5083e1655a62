-- For the system: one server copies.
select pg_try_advisory_lock(hashtextextended('clips_embedding', 2))
