-- Ends the sessions of user {0} at time {1}, but for session {2} if there is one.
update sessions set revoked_at = {1}
where user_id = {0} and revoked_at is null and id is distinct from {2}
