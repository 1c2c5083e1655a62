-- For the system: users with clips whose own vectors were kept beside those of an embedder.
select id from users as u where exists (select from clips c where c.user_id = u.id and c.own_embedding is not null)
