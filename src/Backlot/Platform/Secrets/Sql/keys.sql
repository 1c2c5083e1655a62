-- The keys, and whether any row still needs each. {uses} is one select a table of secrets.
select k.id, k.created_at, k.completed_at, (select count(*) from ({uses}) as u (kek_id) where u.kek_id = k.id) as uses
from key_encryption_keys as k
order by k.id;
