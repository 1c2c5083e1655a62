-- For the system: how the index is searched in this transaction. Few are wanted, and only very near ones, so it gives up early; the planner
-- must not prefer to sort a great many rows.
select set_config('hnsw.ef_search', '60', true), set_config('hnsw.iterative_scan', 'strict_order', true),
    set_config('hnsw.max_scan_tuples', '4000', true), set_config('enable_sort', 'off', true), set_config('jit', 'off', true)
