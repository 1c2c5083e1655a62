-- Every unfinished job of user {2} on subject {0}, and whatever waits for it, ends here. {1} why.
-- Running ones lose their lease with it: their workers can write nothing any more, notice at the next look, and
-- stop. So what is begun anew right after this is not disturbed by what was still stopping.
with recursive doomed as (
    select id from jobs where subject = {0} and user_id = {2} and status in ('queued', 'parked', 'running')
    union
    select d.job_id from job_dependencies as d join doomed on d.depends_on_id = doomed.id
),
ticket as (
    delete from job_queue where job_id in (select id from doomed)
),
poll as (
    delete from job_polls where job_id in (select id from doomed)
),
ended as (
    update jobs
    set status = 'cancelled', error_message = {1}, lease_no = lease_no + is_short::int, worker_id = null, key_held = false, completed_at = now()
    where id in (select id from doomed) and status in ('queued', 'parked', 'running')
    returning id
)
select pg_notify('backlot', 'cancel') where exists (select from ended)
