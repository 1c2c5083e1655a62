-- For the system: an upload of anybody whose bytes are gone; its job finds nothing to do.
delete from ingests where id = $1
