-- For the system: which tier the user_id $1 are of.
select id, subscription_tier from users where id = any ($1)
