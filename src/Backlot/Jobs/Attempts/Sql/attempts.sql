-- The last {2} runs of job {0} of user {1} (user_id), newest first: those that the log tells of, and the one that the job's own row
-- tells of, because it goes on or was the last. A job that was put back and not begun since has no such run.
with job as (
    select * from jobs where id = {0} and user_id = {1}
),
past as (
    select a.* from job_attempts as a join job on job.id = a.job_id
)
select lease_no as "LeaseNo", attempt as "Attempt", worker as "Worker", started_at as "StartedAt", ended_at as "EndedAt",
       outcome as "Outcome", reason as "Reason"
from past
union all
select lease_no, attempt, coalesce(last_worker, 'unknown'), started_at, completed_at, status,
       case when status in ('failed', 'cancelled') then error_message end
from job
where status not in ('queued', 'parked') and (started_at is not null or status = 'failed')
  and not exists (select from past where past.lease_no = job.lease_no or past.ended_at > job.started_at)
order by 1 desc
limit {2}
