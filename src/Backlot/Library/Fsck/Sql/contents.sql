-- For the system: the next $2 contents that assets of anybody name, after $1, and whether somebody can bring them in again. What was made of
-- a film is looked at also when it is known to be lost: it can be made again.
select sha256, max(size_bytes), bool_or(derived_from is null) from assets
where sha256 > $1 and (status <> 'failed' or derived_from is not null)
group by sha256 order by sha256 limit $2
