-- Every table whose rows keep a secret: each points to the key that its data key is sealed by.
select conrelid::regclass::text
from pg_constraint
where contype = 'f' and confrelid = 'key_encryption_keys'::regclass
order by 1;
