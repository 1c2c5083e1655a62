-- Gives back what user {0} had set aside for generation {1}; {2} says why.
insert into credit_entries (user_id, kind, amount, reason, reference, generation_id, closes_id)
select e.user_id, 'release', -e.amount, {2}, e.reference, e.generation_id, e.id
from credit_entries as e
where e.user_id = {0} and e.generation_id = {1} and e.kind = 'reserve'
  and not exists (select from credit_entries as c where c.closes_id = e.id)
