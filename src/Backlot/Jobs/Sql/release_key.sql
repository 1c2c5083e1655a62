-- The job $1 of user_id $2 is in hand: it goes on without its key, which another takes.
update jobs set unique_key = null, key_held = false where id = $1 and user_id = $2 and key_held
