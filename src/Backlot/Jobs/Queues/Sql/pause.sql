-- Queue {0} gives nothing out from now on; what runs goes on.
insert into queues (name, paused_at) values ({0}, now())
on conflict (name) do update set paused_at = coalesce(queues.paused_at, now())
