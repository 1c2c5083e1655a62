-- For the system: whether the column of vectors has the extension's type.
select format_type(atttypid, null) = 'vector' from pg_attribute where attrelid = 'clips'::regclass and attname = 'embedding'
