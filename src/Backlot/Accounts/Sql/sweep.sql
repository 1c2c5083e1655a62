-- Forgets the sessions of user {0}, and everybody's codes, that were over before {1}.
with gone as (
    delete from sessions where user_id = {0} and (expires_at < {1} or revoked_at < {1})
)
delete from one_time_codes where expires_at < {1}
