-- The live session of hash $1 at time $2, used after $3, and whose it is.
select s.id, s.user_id, u.role, array['*'], s.last_seen_at as used_at
from sessions s
join users u on u.id = s.user_id
where s.token_hash = $1 and s.revoked_at is null and s.expires_at > $2 and s.last_seen_at > $3 and u.disabled_at is null
