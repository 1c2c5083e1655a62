-- Counters of windows that began before $1 are over; at most $2 go.
delete from rate_counters
where ctid = any (array (select ctid from rate_counters where window_start < $1 order by window_start limit $2 for update skip locked))
