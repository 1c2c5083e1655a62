-- What a look into the folder of ingest $2 of user $1 found. Answers the rows that have to be brought in: those that are new, and those whose
-- file is another than it was.
with seen as (
    insert into ingest_files (id, user_id, ingest_id, path, size_bytes, modified_at, status, reason)
    select found.id, $1, $2, found.path, found.size_bytes, found.modified_at, case when found.reason is null then 'waiting' else 'refused' end, found.reason
    from unnest($3::uuid[], $4::text[], $5::bigint[], $6::timestamptz[], $7::text[]) as found (id, path, size_bytes, modified_at, reason)
    where exists (select from ingests i where i.id = $2 and i.user_id = $1)
    on conflict (ingest_id, path) do update
        set size_bytes = excluded.size_bytes, modified_at = excluded.modified_at, status = excluded.status, reason = excluded.reason,
            asset_id = null, updated_at = now()
        where ingest_files.status <> 'waiting'
          and (ingest_files.size_bytes, ingest_files.modified_at) is distinct from (excluded.size_bytes, excluded.modified_at)
    returning id, status
)
select id from seen where status = 'waiting'
