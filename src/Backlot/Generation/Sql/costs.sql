-- What user_id {0} spent from {1} on and before {2}, by {3}: project, provider or day (UTC).
-- Spent and calls are the providers'; what a cache served instead cost nothing, and its price was saved.
select case {3}
           when 'project'  then project_id::text
           when 'provider' then provider
           else to_char(created_at at time zone 'UTC', 'YYYY-MM-DD')
       end                                                                              as "Key",
       coalesce(sum(cost) filter (where served_by = 'provider'), 0)                     as "SpentUsd",
       coalesce(sum(coalesce((metadata ->> 'calls')::int, 1)) filter (where served_by = 'provider'), 0) as "Calls",
       coalesce(sum(cost) filter (where served_by <> 'provider'), 0)                    as "SavedUsd",
       count(*) filter (where served_by <> 'provider')                                  as "SavedCalls"
from generations
where user_id = {0} and created_at >= {1} and created_at < {2}
group by 1
order by 1 nulls last
