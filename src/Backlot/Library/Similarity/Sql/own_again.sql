-- The next {1} clips of user_id {0} whose own vectors were kept have them again.
update clips
set embedding = own_embedding, embedded_by = own_embedded_by, own_embedding = null, own_embedded_by = null
where id in (select id from clips where user_id = {0} and own_embedding is not null order by id limit {1})
