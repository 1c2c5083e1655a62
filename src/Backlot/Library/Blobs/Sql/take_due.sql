-- For the system: blobs that may be deleted since before $1, at most $2, and whether an asset of anybody needs them after all.
with due as (
    delete from deleted_blobs
    where sha256 in (select sha256 from deleted_blobs where deleted_at <= $1 order by deleted_at limit $2 for update skip locked)
    returning sha256
)
select due.sha256, exists (select from assets where assets.sha256 = due.sha256) from due
