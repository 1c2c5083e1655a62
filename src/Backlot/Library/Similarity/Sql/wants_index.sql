-- For the system: whether the column has the extension's type, and no index that is whole and as create_index.sql makes it.
select format_type(a.atttypid, null) = 'vector'
    and not exists (select from pg_index where indexrelid = to_regclass('clips_embedding_idx') and indisvalid
        and pg_get_indexdef(indexrelid) like '%halfvec_cosine_ops%')
from pg_attribute a where a.attrelid = 'clips'::regclass and a.attname = 'embedding'
