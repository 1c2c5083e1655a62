-- For the system: a brain that comes with Backlot, under its key for ever. Not written when it is there as it should be.
insert into brains (shipped_key, name, description, parameters, style_vector) values ($1, $2, $3, $4::jsonb, $5)
on conflict (shipped_key) do update
set name = excluded.name, description = excluded.description, parameters = excluded.parameters, style_vector = excluded.style_vector, updated_at = now()
where (brains.name, brains.description, brains.parameters) is distinct from (excluded.name, excluded.description, excluded.parameters)
   or brains.style_vector is null
