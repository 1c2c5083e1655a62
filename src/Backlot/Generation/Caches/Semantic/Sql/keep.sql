insert into semantic_cache (id, user_id, key, parameters_hash, prompt_text, embedded_by, asset_id, cost_usd, created_at, expires_at, prompt_embedding)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (key) do update set prompt_text = excluded.prompt_text, embedded_by = excluded.embedded_by, asset_id = excluded.asset_id,
    cost_usd = excluded.cost_usd, created_at = excluded.created_at, expires_at = excluded.expires_at, prompt_embedding = excluded.prompt_embedding
