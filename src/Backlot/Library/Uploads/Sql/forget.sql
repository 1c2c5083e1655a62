-- For the system: uploads of anybody whose time has passed. One that became whole stays told by its ingest; one that did not goes with it.
with expired as (
    delete from uploads where expires_at < now() returning id, sha256
)
delete from ingests using expired where ingests.id = expired.id and expired.sha256 is null
