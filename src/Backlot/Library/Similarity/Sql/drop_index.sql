-- For the system: what a build that was cut off has left.
drop index concurrently if exists clips_embedding_idx
