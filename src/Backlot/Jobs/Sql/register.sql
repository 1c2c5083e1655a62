-- For the system: a worker serves every user.
insert into workers (id, host, process_id, queues, slots, lease_seconds) values ($1, $2, $3, $4, $5, $6)
