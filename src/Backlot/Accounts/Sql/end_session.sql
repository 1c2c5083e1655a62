-- For the system: whoever brings the token of hash {0} may end its session, at time {1}, whosever it is.
update sessions set revoked_at = {1}
where token_hash = {0} and revoked_at is null
