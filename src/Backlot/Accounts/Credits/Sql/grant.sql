-- Gives user {0} {1} credits, or takes them when below zero; {2} is the reason, {3} the admin. No row: there is no such
-- user_id, or too little to take.
with receiver as (
    select id from users where id = {0} and credits_balance::bigint + {1} between 0 and 2000000000 for no key update
)
insert into credit_entries (user_id, kind, amount, reason, granted_by)
select id, 'grant', {1}, {2}, {3} from receiver
returning id as "Value"
