-- For the system: whether vectors can be kept here.
select exists (select from pg_extension where extname = 'vector')
