-- The nearest by the index, which goes on until enough pass the filter (hnsw.iterative_scan). It knows vectors by half their digits, so a few
-- more than are wanted are put in order by all of them.
with near as materialized (select id, embedding from clips where user_id = $1 and embedding is not null and embedded_by = $2
    and ($3::uuid is null or id <> $3)
    and ($4::uuid is null or asset_id = $4)
    and ($5::float8 is null or composite_rank >= $5)
    and ($6::float8 is null or duration >= $6)
    and ($7::float8 is null or duration <= $7)
    order by embedding::halfvec(512) <=> $8::real[]::vector::halfvec(512) limit $9 + 10)
select id, embedding <=> $8::real[]::vector as distance from near order by distance, id limit $9
