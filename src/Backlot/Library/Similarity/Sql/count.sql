-- How many clips pass the filter, counted no further than is asked.
select count(*) from (select from clips where user_id = $1 and embedding is not null and embedded_by = $2
    and ($3::uuid is null or id <> $3)
    and ($4::uuid is null or asset_id = $4)
    and ($5::float8 is null or composite_rank >= $5)
    and ($6::float8 is null or duration >= $6)
    and ($7::float8 is null or duration <= $7)
    limit $8) as passing
