select id, embedding::real[], embedded_by from clips where user_id = $1 and asset_id = $2 and embedding is not null and embedded_by is not null
