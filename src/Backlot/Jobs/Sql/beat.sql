-- For the system: a worker serves every user.
-- The worker $1 is alive. No row: it was taken for gone, and its leases with it.
update workers set seen_at = now() where id = $1 returning 1
