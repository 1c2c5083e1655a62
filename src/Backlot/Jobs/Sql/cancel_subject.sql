-- Waiting jobs of subject {0} end here; running ones are told, and their worker ends them. {1} why.
with ended as (
    update jobs
    set status = 'cancelled', error_message = {1}, completed_at = now()
    where subject = {0} and status in ('queued', 'parked')
    returning id
),
told as (
    update jobs
    set cancel_requested = true
    where subject = {0} and status = 'running'
    returning id
)
select pg_notify('backlot', 'cancel') where exists (select from ended) or exists (select from told)
