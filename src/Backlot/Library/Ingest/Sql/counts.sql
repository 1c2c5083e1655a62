-- How many files of these ingests {1} of user_id {0} are in which state.
select ingest_id as "IngestId", status as "Status", count(*)::int as "Files"
from ingest_files
where user_id = {0} and ingest_id = any({1})
group by ingest_id, status
