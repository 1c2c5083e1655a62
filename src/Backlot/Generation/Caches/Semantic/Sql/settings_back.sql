-- For the system: what comes after in the same transaction may sort.
select set_config('enable_sort', 'on', true)
