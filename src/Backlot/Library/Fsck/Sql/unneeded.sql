-- For the system: which of these blobs no asset of anybody names, and nobody will come to delete.
select name from unnest($1::text[]) as name
where not exists (select from assets where assets.sha256 = name)
  and not exists (select from deleted_blobs where deleted_blobs.sha256 = name)
