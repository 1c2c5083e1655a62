-- What served the generations of user_id {0} since {1}, and what each level has.
with served as (
    select served_by as level, count(*) as served, sum(cost) as usd
    from generations where user_id = {0} and created_at >= {1} and status = 'completed' and kind in ('video', 'image') group by served_by
), wrong as (
    select level, count(*) as wrong_hits from cache_reports where user_id = {0} and created_at >= {1} group by level
), entries (level, entries) as (
    select 'exact', count(*) from exact_cache where user_id = {0}
    union all select 'semantic', count(*) from semantic_cache where user_id = {0}
    union all select 'component', count(*) from component_cache where user_id = {0}
    union all select 'predicted', count(*) from predicted_scenes where user_id = {0}
)
select level as "Level", coalesce(served, 0) as "Served", coalesce(usd, 0) as "Usd", coalesce(wrong_hits, 0) as "WrongHits", coalesce(entries, 0) as "Entries"
from unnest(array['provider', 'exact', 'semantic', 'component', 'predicted']) with ordinality as levels (level, place)
left join served using (level) left join wrong using (level) left join entries using (level)
order by place
