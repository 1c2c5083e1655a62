-- Of queue {0} at most {1} jobs run at once, null for as many as there are slots. More may run now than before.
with limited as (
    insert into queues (name, most_running) values ({0}, {1}) on conflict (name) do update set most_running = excluded.most_running
    returning name
)
select pg_notify('backlot', 'ready') from limited
