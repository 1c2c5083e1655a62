-- For the system: how the index is searched in this transaction. Only very near ones are wanted, so it gives up early where most rows are of
-- other users or parameters; the planner must not prefer to sort a great many rows.
select set_config('hnsw.ef_search', '100', true), set_config('hnsw.iterative_scan', 'relaxed_order', true),
    set_config('hnsw.max_scan_tuples', '1000', true), set_config('enable_sort', 'off', true), set_config('jit', 'off', true)
