-- What user_id {0} stores, in bytes, and what was made for them since {1}, in seconds.
select coalesce(sum(size_bytes), 0)::bigint as "StoredBytes",
       coalesce(sum(duration_seconds) filter (where source_type = 'generated' and kind in ('audio', 'video') and created_at >= {1}), 0) as "MadeSeconds"
from assets
where user_id = {0}
