select semantic_cache_takes_vectors()
