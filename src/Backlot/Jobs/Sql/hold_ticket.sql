-- A row if the job $1 of user_id $2 has a ticket; nobody claims it until the caller's transaction ends. A statement of its own, so
-- that it sees what was claimed until the job's row was locked.
select 1 from job_queue where job_id = $1 and user_id = $2 for update
