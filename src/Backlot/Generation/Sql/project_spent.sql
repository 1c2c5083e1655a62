-- What providers took for project {1} of user_id {0}, in US dollars, with the estimates of what is under way or may have been paid for.
select coalesce(sum(case g.status when 'completed' then g.cost else o.estimate_usd end), 0) as "Value"
from generations as g
left join orders as o on o.generation_id = g.id and o.state <> 'failed'
where g.user_id = {0} and g.project_id = {1} and g.served_by = 'provider' and (g.status = 'completed' or o.id is not null)
