-- The nearest where vectors are kept as arrays: each is compared. All of them have the length 1, so what one lacks to 1 is the distance.
select id, 1 - (select sum(mine::float8 * theirs) from unnest(embedding, $8::real[]) as pair (mine, theirs)) as distance
from clips where user_id = $1 and embedding is not null and embedded_by = $2
    and ($3::uuid is null or id <> $3)
    and ($4::uuid is null or asset_id = $4)
    and ($5::float8 is null or composite_rank >= $5)
    and ($6::float8 is null or duration >= $6)
    and ($7::float8 is null or duration <= $7)
order by distance, id limit $9
