-- The nearest of few clips: each is compared.
with candidates as materialized (select id, embedding from clips where user_id = $1 and embedding is not null and embedded_by = $2
    and ($3::uuid is null or id <> $3)
    and ($4::uuid is null or asset_id = $4)
    and ($5::float8 is null or composite_rank >= $5)
    and ($6::float8 is null or duration >= $6)
    and ($7::float8 is null or duration <= $7))
select id, embedding <=> $8::real[]::vector as distance from candidates order by distance, id limit $9
