-- The nearest by the index of halves, measured again by the whole numbers.
with near as materialized (
    select id, key, prompt_text, asset_id, cost_usd, prompt_embedding from semantic_cache
    where user_id = $1 and parameters_hash = $2 and embedded_by = $3 and expires_at > $5
    order by prompt_embedding::halfvec(1536) <=> $4::real[]::vector::halfvec(1536) limit $6
)
select id, key, prompt_text, asset_id, cost_usd, 1 - (prompt_embedding <=> $4::real[]::vector) from near
