-- For the system: whether the file of upload or download $1, of anybody, is still needed.
select exists (select from uploads where id = $1 and sha256 is null)
    or exists (select from ingest_files where ingest_id = $1 and status = 'waiting')
