-- For the system: a poll asks about the jobs of an account, whosever they are.
-- Keeps what a provider said of the parked jobs $1: how far it is with them ($2, it never goes back) and what it does ($3, null for
-- nothing new). Rows that somebody else has locked are told next time: this never waits, so it is in nobody's way.
with news as materialized (
    select j.id, n.progress, n.note
    from unnest($1::uuid[], $2::real[], $3::text[]) as n (id, progress, note)
    join jobs as j on j.id = n.id
    where j.status = 'parked'
    for no key update of j skip locked
)
update jobs as j
set progress = greatest(j.progress, news.progress), progress_note = coalesce(news.note, j.progress_note)
from news
where j.id = news.id
