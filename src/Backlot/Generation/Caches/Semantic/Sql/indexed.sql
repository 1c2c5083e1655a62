-- The likeliest by the index of signs, measured again by the whole numbers: what differs in few signs lies near, and only very near ones count.
with likely as materialized (
    select id, key, prompt_text, asset_id, cost_usd, prompt_embedding from semantic_cache
    where user_id = $1 and parameters_hash = $2 and embedded_by = $3 and expires_at > $5
    order by binary_quantize(prompt_embedding)::bit(1536) <~> binary_quantize($4::real[]::vector)::bit(1536) limit 20
)
select id, key, prompt_text, asset_id, cost_usd, 1 - (prompt_embedding <=> $4::real[]::vector) as likeness from likely order by likeness desc, id limit $6
