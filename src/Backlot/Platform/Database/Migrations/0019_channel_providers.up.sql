-- Who makes the tracks, pictures and prompts of a channel's albums, in order of preference; and pictures by one provider more.

alter table channels
    add column music_providers text[] not null default '{}' check (cardinality(music_providers) <= 5),     -- none: the built-in one
    add column image_providers text[] not null default '{}' check (cardinality(image_providers) <= 5),
    add column prompt_writers  text[] not null default '{}' check (cardinality(prompt_writers) <= 5);

alter table images drop constraint images_provider_check;
alter table images add constraint images_provider_check check (provider in ('dummy', 'leonardo', 'gemini', 'openai', 'import'));
