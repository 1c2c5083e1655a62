-- What providers took for project {1} of user_id {0}, in US dollars, with the estimates of what is under way or may have been paid for.
-- What a question took counts whatever came of it, and while it is asked what was set aside for it; so does what was charged for a thing that
-- nobody got. An order that rests was refused: it counts only as long as it is to be sent again.
select coalesce(sum(case
        when g.status = 'completed' then g.cost
        when o.id is not null then g.cost + o.estimate_usd
        when g.status = 'processing' then g.cost + coalesce((g.metadata ->> 'estimateUsd')::numeric, 0)
        else g.cost
    end), 0) as "Value"
from generations as g
left join orders as o on o.generation_id = g.id and o.state <> 'failed' and (o.state <> 'resting' or g.status = 'processing')
where g.user_id = {0} and g.project_id = {1} and g.served_by = 'provider' and (g.status = 'completed' or o.id is not null or g.kind = 'text' or g.cost > 0)
