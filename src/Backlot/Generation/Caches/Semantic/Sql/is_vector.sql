-- For the system: whether the column of vectors has the extension's type.
select format_type(atttypid, null) = 'vector' from pg_attribute
where attrelid = 'semantic_cache'::regclass and attname = 'prompt_embedding' and not attisdropped
