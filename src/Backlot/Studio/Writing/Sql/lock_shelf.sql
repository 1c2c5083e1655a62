-- One writer at a time: keeps what stands on the shelves of these users (each a user_id) until the transaction ends. In the order of
-- their ids, so that two who lock the same ones never wait for each other.
select id as "Value" from users where id = any ({0}) order by id for no key update
