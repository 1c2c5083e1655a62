-- For the system: a format that comes with Backlot, under its key for ever. Not written when it is there as it should be.
insert into format_templates (shipped_key, name, description, beat_structure) values ($1, $2, $3, $4::jsonb)
on conflict (shipped_key) do update
set name = excluded.name, description = excluded.description, beat_structure = excluded.beat_structure, updated_at = now()
where (format_templates.name, format_templates.description, format_templates.beat_structure)
   is distinct from (excluded.name, excluded.description, excluded.beat_structure)
