insert into exact_cache (key, user_id, asset_id, prompt, cost_usd, expires_at, created_at) values ({0}, {1}, {2}, {3}, {4}, {5}, {6})
on conflict (key) do update set asset_id = excluded.asset_id, prompt = excluded.prompt, cost_usd = excluded.cost_usd,
    created_at = excluded.created_at, expires_at = excluded.expires_at, access_count = 0, last_accessed = null
