-- For the system: a page of what is too old.
delete from exact_cache where key in (select key from exact_cache where expires_at <= $1 limit $2 for update skip locked)
