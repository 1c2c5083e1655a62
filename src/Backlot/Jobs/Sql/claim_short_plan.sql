-- For the system: how the claim of short jobs is planned, in this transaction: once for all, which saves half of what a claim of one job takes.
-- Such a plan may be made while the tables are empty, and must be good when they are full.
select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)
