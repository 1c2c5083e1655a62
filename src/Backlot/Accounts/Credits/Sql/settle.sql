-- Closes the reservation of user {0} for generation {1} at its real price of {2} credits: what was too much comes back,
-- what was too little is taken as far as there is any.
with payer as (
    select id, credits_balance from users where id = {0} for no key update
)
insert into credit_entries (user_id, kind, amount, reason, reference, generation_id, closes_id)
select p.id, 'settle', -e.amount - least({2}, p.credits_balance - e.amount), 'Made', e.reference, e.generation_id, e.id
from payer as p
join credit_entries as e on e.user_id = p.id and e.generation_id = {1} and e.kind = 'reserve'
where not exists (select from credit_entries as c where c.closes_id = e.id)
