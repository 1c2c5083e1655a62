-- Who (a user_id) sells the {0} {1}, and for what. For the shop window alone: no row unless it is offered.
select user_id as "SellerId", name as "Name", coalesce(price, 0) as "Price" from brains where {0} = 'brain' and id = {1} and is_marketplace
union all
select user_id, name, coalesce(price, 0) from format_templates where {0} = 'format' and id = {1} and is_marketplace
