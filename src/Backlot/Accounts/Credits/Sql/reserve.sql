-- Sets {2} credits of user {0} aside for generation {1}, unless they have fewer; {3} is the intent. No row: refused.
-- The row of the user is locked first, so of many at once each sees what the one before it left. What an earlier attempt
-- of the same intent had set aside still counts: it is taken instead of a second reservation.
with payer as (
    select id, credits_balance from users where id = {0} for no key update
),
held as (
    select e.id from credit_entries as e
    where e.user_id = {0} and e.generation_id = {1} and e.kind = 'reserve'
      and not exists (select from credit_entries as c where c.closes_id = e.id)
),
reserved as (
    insert into credit_entries (user_id, kind, amount, reason, reference, generation_id)
    select id, 'reserve', -{2}, 'Set aside', {3}, {1} from payer
    where credits_balance >= {2} and not exists (select from held)
    returning id
)
select id as "Value" from held union all select id from reserved
