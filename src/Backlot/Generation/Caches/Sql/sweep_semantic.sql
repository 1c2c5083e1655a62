-- For the system: a page of what is too old.
delete from semantic_cache where id in (select id from semantic_cache where expires_at <= $1 limit $2 for update skip locked)
