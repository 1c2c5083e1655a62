-- Queue {0} gives out again, and every worker is told at commit.
with resumed as (
    update queues set paused_at = null where name = {0} and paused_at is not null returning name
)
select pg_notify('backlot', 'ready') from resumed
