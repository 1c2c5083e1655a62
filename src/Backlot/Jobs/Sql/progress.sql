-- For the system: a lease belongs to a worker.
-- Stores what the runs of worker $1 reported ($4 ids, $5 progress, $6 notes), once a second for all of them, and brings back of
-- all its runs ($2 ids, $3 lease numbers) which are still its own, and whether they are to be cancelled. Progress never goes back:
-- a run after a wait may report less than the provider had said. Rows that somebody else has locked are told next time: this
-- never waits, so it is in nobody's way.
with news as materialized (
    select j.id, n.progress, n.note
    from unnest($4::uuid[], $5::real[], $6::text[]) as n (id, progress, note)
    join jobs as j on j.id = n.id
    where j.worker_id = $1
    for no key update of j skip locked
),
stored as (
    update jobs as j set progress = greatest(j.progress, news.progress), progress_note = news.note
    from news
    where j.id = news.id and j.worker_id = $1
    returning j.id
)
select j.id, j.cancel_requested, j.id in (select id from stored)
from unnest($2::uuid[], $3::bigint[]) as r (id, lease_no)
join jobs as j on j.id = r.id and j.lease_no = r.lease_no and j.worker_id = $1
