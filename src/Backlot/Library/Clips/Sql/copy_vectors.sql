-- For the system: makes the arrays of the next $2 clips after $1 into vectors, but for those that are made. Answers the last of them.
with page as (select id from clips where id > $1 order by id limit $2),
     copied as (
        update clips set embedding_vector = embedding::vector(512)
        where id in (select id from page) and embedding is not null and embedding_vector is null
     )
select id from page order by id desc limit 1
