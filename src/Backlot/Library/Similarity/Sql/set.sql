-- Our own vector is kept when another's takes its place.
update clips
set own_embedding = case when embedded_by like 'backlot/%' then embedding::real[] else own_embedding end,
    own_embedded_by = case when embedded_by like 'backlot/%' and embedding is not null then embedded_by else own_embedded_by end,
    embedding = {2}, embedded_by = {3}
where id = {0} and user_id = {1}
