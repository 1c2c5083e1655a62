-- For the system: uploads of anybody whose bytes have to be there.
select id, received_bytes from uploads u
where sha256 is null or exists (select from ingest_files f where f.ingest_id = u.id and f.status = 'waiting')
