-- For the system: as the migration makes it. Half precision finds the same clips in half the memory.
create index concurrently clips_embedding_idx on clips using hnsw ((embedding::halfvec(512)) halfvec_cosine_ops) with (m = 16, ef_construction = 64)
