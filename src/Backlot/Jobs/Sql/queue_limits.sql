-- For the system: queues with a limit of their own.
select name from queues where most_running is not null
