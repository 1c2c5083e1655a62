-- For the system: one server builds.
select pg_try_advisory_lock(hashtextextended('clips_embedding_idx', 2))
