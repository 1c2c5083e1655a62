-- Buys for user_id {0} what {1} ('brain' or 'format') {2} is: {3} is what it costs, {4} how it is called, {5} its owner. The users' rows are
-- locked by the caller, so the balance is what it is. No row: the buyer has fewer credits.
with bought as (
    insert into purchases (user_id, seller_id, item_kind, brain_id, format_id, name, price)
    select u.id, {5}, {1}, case {1} when 'brain' then {2} end, case {1} when 'format' then {2} end, {4}, {3}
    from users u where u.id = {0} and u.credits_balance >= {3}
    returning id
),
paid as (
    insert into credit_entries (user_id, kind, amount, reason, reference)
    select {0}, 'purchase', -{3}, left('Bought ' || {4}, 200), bought.id::text from bought where {3} > 0
),
earned as (
    insert into credit_entries (user_id, kind, amount, reason, reference)
    select {5}, 'sale', {3}, left('Sold ' || {4}, 200), bought.id::text from bought where {3} > 0
)
select id as "Value" from bought
