-- For the system: everybody's history.
-- Looks at the next $3 jobs, in the order of their ids from $1 on, that were added more than $2 days ago, and deletes those that
-- ended so long ago, unless an unfinished job waits for them. An id begins with the milliseconds at which it was made, so the primary
-- key alone leads to the old ones, and the claim pays for no index. Returns how many it looked at, how many it deleted, and the last id.
with page as materialized (
    select id, completed_at
    from jobs
    where id > $1
      and id < rpad(lpad(to_hex((extract(epoch from now() - make_interval(secs => $2 * 86400)) * 1000)::bigint), 12, '0'), 32, '0')::uuid
    order by id
    limit $3
),
old as materialized (
    select j.id
    from page join jobs as j on j.id = page.id
    where page.completed_at < now() - make_interval(secs => $2 * 86400)
      and not exists (
          select from job_dependencies as d join jobs as w on w.id = d.job_id
          where d.depends_on_id = j.id and w.completed_at is null)
    order by j.id
    -- What somebody puts back right now, or another server prunes, is left alone.
    for update of j skip locked
),
gone as (
    delete from jobs as j using old where j.id = old.id and j.completed_at is not null returning j.id
)
select (select count(*)::int from page), (select count(*)::int from gone), (select id from page order by id desc limit 1)
