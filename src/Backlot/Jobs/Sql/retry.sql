-- Puts an ended job {0} of user {2} back with all its attempts. {1} how many unfinished jobs it waits for: nobody counted while it
-- had ended.
with back as (
    update jobs
    set status = 'queued', run_at = now(), attempt = 0, cancel_requested = false, progress = 0, progress_note = null,
        completed_at = null, error_message = null, waiting_on = {1}
    where id = {0} and user_id = {2} and status in ('failed', 'cancelled')
    returning id
)
select pg_notify('backlot', 'ready') from back
