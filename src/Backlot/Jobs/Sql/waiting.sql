-- For the system: how many jobs are ready to run, whosever they are; {0} at most.
select coalesce(sum(jobs), 0)::int as "Value"
from (select coalesce(cardinality(job_ids), 1) as jobs from job_queue where is_ready limit {0}) as ready
