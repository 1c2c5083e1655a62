-- The vector of clip $1 of user $2.
update clips set embedding = $3::real[] where id = $1 and user_id = $2
