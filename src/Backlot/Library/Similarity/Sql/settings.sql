-- For the system: how the index is searched in this transaction. The planner must not prefer to sort a great many clips.
select set_config('hnsw.ef_search', '100', true), set_config('hnsw.iterative_scan', 'strict_order', true),
    set_config('hnsw.max_scan_tuples', '20000', true), set_config('enable_sort', 'off', true), set_config('jit', 'off', true)
