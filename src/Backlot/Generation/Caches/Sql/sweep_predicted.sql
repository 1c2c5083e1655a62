-- For the system: a page of what is too old.
delete from predicted_scenes where id in (select id from predicted_scenes where expires_at <= $1 limit $2 for update skip locked)
