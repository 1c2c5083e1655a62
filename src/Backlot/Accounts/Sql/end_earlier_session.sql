-- For the system: whoever holds a session's token may end it, before it is known whose it is.
-- Ends the session of token hash {0} at time {1}.
update sessions set revoked_at = {1} where token_hash = {0} and revoked_at is null
