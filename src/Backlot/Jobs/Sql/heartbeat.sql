-- For the system: a lease belongs to a worker.
-- Renews the leases of one worker's jobs for $5 seconds, stores their progress and brings back who is to stop.
-- A job that does not come back is not this worker's any more.
update jobs as j
set lease_until   = now() + make_interval(secs => $5),
    progress      = beat.progress,
    progress_note = beat.note
from unnest($1::uuid[], $2::bigint[], $3::real[], $4::text[]) as beat (id, lease_no, progress, note)
where j.id = beat.id and j.lease_no = beat.lease_no and j.status = 'running'
returning j.id, j.cancel_requested;
