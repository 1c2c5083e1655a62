-- The nearest of few: each is compared.
with comparable as materialized (
    select id, key, prompt_text, asset_id, cost_usd, 1 - (prompt_embedding <=> $4::real[]::vector) as likeness
    from semantic_cache where user_id = $1 and parameters_hash = $2 and embedded_by = $3 and expires_at > $5 and prompt_embedding is not null
)
select id, key, prompt_text, asset_id, cost_usd, likeness from comparable order by likeness desc, id limit $6
