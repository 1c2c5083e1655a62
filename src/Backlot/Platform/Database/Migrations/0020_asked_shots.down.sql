-- Not to be undone: by what shots were ordered is forgotten.

alter table scene_versions drop column asked_key;
