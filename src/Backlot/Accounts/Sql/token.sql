-- The live API token of hash $1 at time $2, and whose it is.
select t.id, t.user_id, u.role, t.scopes, t.last_used_at as used_at
from api_tokens t
join users u on u.id = t.user_id
where t.token_hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > $2) and u.disabled_at is null
