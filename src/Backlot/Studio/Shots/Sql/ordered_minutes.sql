-- Minutes of the shots that user_id {0} has ordered and that are not made yet.
select coalesce(sum((payload -> 'shot' ->> 'durationSeconds')::double precision), 0) / 60 as "Value"
from jobs where user_id = {0} and kind = 'studio.make-shot' and completed_at is null
