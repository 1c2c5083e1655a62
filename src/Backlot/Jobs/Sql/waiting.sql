-- For the system: how many jobs are ready to run, whosever they are; {0} at most. The claim's index answers it.
select count(*)::int as "Value"
from (select from jobs where status in ('queued', 'parked') and waiting_on = 0 limit {0}) as ready
