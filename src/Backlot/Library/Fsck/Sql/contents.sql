-- For the system: the next $2 contents that assets of anybody name, after $1.
select sha256, max(size_bytes) from assets
where sha256 > $1 and status <> 'failed'
group by sha256 order by sha256 limit $2
