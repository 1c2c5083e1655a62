-- Not to be undone: what channels preferred is forgotten. Pictures by OpenAI stay, as files of the owner's: the earlier schema has no
-- other word for them.

alter table images drop constraint images_provider_check;
update images set provider = 'import' where provider = 'openai';
alter table images add constraint images_provider_check check (provider in ('dummy', 'leonardo', 'gemini', 'import'));

alter table channels drop column prompt_writers, drop column image_providers, drop column music_providers;
