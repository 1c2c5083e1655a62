-- How many could be compared, counted no further than is asked.
select count(*) from (select from semantic_cache where user_id = $1 and parameters_hash = $2 and embedded_by = $3 limit $4) as comparable
