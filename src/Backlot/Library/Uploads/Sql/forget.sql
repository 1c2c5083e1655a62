-- For the system: uploads of anybody whose time has passed. One that became whole stays told by its ingest; one that did not goes with it.
-- What is whole and waits for its job is the only copy of its bytes.
with expired as (
    delete from uploads where expires_at < now()
        and not exists (select from ingest_files as f where f.ingest_id = uploads.id and f.status = 'waiting' and uploads.sha256 is not null)
    returning id, sha256
)
delete from ingests using expired where ingests.id = expired.id and expired.sha256 is null
