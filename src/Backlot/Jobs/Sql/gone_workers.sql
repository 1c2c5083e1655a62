-- For the system: a worker may have served every user.
-- Workers that were not seen for as long as their lease are gone.
delete from workers where seen_at < now() - make_interval(secs => lease_seconds) returning host || ':' || process_id
