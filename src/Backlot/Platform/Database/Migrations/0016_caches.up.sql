-- What was made once need not be paid for again: four levels of caches, and what users say of their mistakes. docs/caches.md explains them.

-- Not logged: each hit counts itself here, and what a crash empties is found again by the semantic level, which keeps the same prompts.
create unlogged table exact_cache (
    key           uuid           primary key,                                       -- of owner, kind, model, parameters and normalised prompt
    user_id       uuid           not null,
    asset_id      uuid           not null,
    prompt        text           not null,
    cost_usd      numeric(10, 4) not null default 0 check (cost_usd >= 0),           -- what was paid, and a hit saves
    metadata      jsonb          not null default '{}',
    created_at    timestamptz    not null default now(),
    expires_at    timestamptz    not null,
    access_count  bigint         not null default 0 check (access_count >= 0),       -- asked of the database; hits in a server's memory are not among them
    last_accessed timestamptz,
    constraint exact_cache_asset_fkey foreign key (asset_id, user_id) references assets (id, user_id) on delete cascade
);
create index exact_cache_asset_id_idx on exact_cache (asset_id);
create index exact_cache_expires_at_idx on exact_cache (expires_at);

create table semantic_cache (
    id              uuid           primary key default gen_random_uuid(),
    user_id         uuid           not null,
    key             uuid           not null,                                         -- as in exact_cache
    parameters_hash uuid           not null,                                         -- of kind, model and parameters: only equal ones are compared
    prompt_text     text           not null,
    embedded_by     text           not null check (length(embedded_by) between 1 and 200),
    asset_id        uuid           not null,
    cost_usd        numeric(10, 4) not null default 0 check (cost_usd >= 0),
    metadata        jsonb          not null default '{}',
    created_at      timestamptz    not null default now(),
    expires_at      timestamptz    not null,
    constraint semantic_cache_key_key unique (key),
    constraint semantic_cache_asset_fkey foreign key (asset_id, user_id) references assets (id, user_id) on delete cascade
);
create index semantic_cache_asset_id_idx on semantic_cache (asset_id);
create index semantic_cache_expires_at_idx on semantic_cache (expires_at);
create index semantic_cache_same_idx on semantic_cache (user_id, parameters_hash, embedded_by);

-- Vectors as for clips: without the extension the numbers are kept as an array, and this level is off until a start finds the extension.
-- The index holds a bit for each number, whether it is positive: a thirtieth of the memory. It only has to bring up what could be near;
-- that is measured again by the whole numbers.
create function semantic_cache_takes_vectors() returns boolean language plpgsql as $$
declare
    kept_as regtype := (select atttypid from pg_attribute
        where attrelid = 'semantic_cache'::regclass and attname = 'prompt_embedding' and not attisdropped);
begin
    if kept_as <> 'real[]'::regtype then
        return true;
    end if;
    if not exists (select from pg_extension where extname = 'vector') then
        if not exists (select from pg_available_extensions where name = 'vector') then
            return false;
        end if;
        begin
            create extension vector;
        exception when insufficient_privilege then
            return false;       -- its administrator may: create extension vector
        end;
    end if;
    if kept_as is null then
        alter table semantic_cache add column prompt_embedding vector(1536);
    else
        alter table semantic_cache drop constraint semantic_cache_embedding_has_1536;
        alter table semantic_cache alter column prompt_embedding type vector(1536) using prompt_embedding::vector(1536);
    end if;
    create index semantic_cache_embedding_idx on semantic_cache
        using hnsw ((binary_quantize(prompt_embedding)::bit(1536)) bit_hamming_ops) with (m = 16, ef_construction = 64);
    return true;
end
$$;
do $$
begin
    if not semantic_cache_takes_vectors() then
        alter table semantic_cache add column prompt_embedding real[] constraint semantic_cache_embedding_has_1536 check (cardinality(prompt_embedding) = 1536);
    end if;
end
$$;

create table component_cache (
    id              uuid           primary key default gen_random_uuid(),
    user_id         uuid           not null references users on delete cascade,
    type            text           not null check (type in ('character', 'background', 'prop')),
    descriptor      jsonb          not null,
    descriptor_text text           not null check (length(descriptor_text) between 1 and 10000),
    descriptor_hash uuid           not null,
    asset_ids       uuid[]         not null check (cardinality(asset_ids) between 1 and 20),
    embedding       real[]         not null check (cardinality(embedding) = 1536),
    embedded_by     text           not null check (length(embedded_by) between 1 and 200),
    cost_usd        numeric(10, 4) not null default 0 check (cost_usd >= 0),
    permanent       boolean        not null default true,
    created_at      timestamptz    not null default now(),
    constraint component_cache_user_id_key unique (user_id, type, descriptor_hash)
);

create table predicted_scenes (
    id          uuid             primary key default gen_random_uuid(),
    user_id     uuid             not null,
    project_id  uuid             not null,
    scene_id    uuid             references scenes on delete cascade,                 -- after which they come; null for a project's first
    predictions jsonb            not null check (jsonb_typeof(predictions) = 'array'),  -- [{prompt, probability, parametersHash?, assetId?, costUsd?}]
    confidence  double precision not null check (confidence between 0 and 1),
    created_at  timestamptz      not null default now(),
    expires_at  timestamptz      not null,
    constraint predicted_scenes_project_fkey foreign key (project_id, user_id) references projects (id, user_id) on delete cascade
);
create unique index predicted_scenes_project_id_scene_id_key on predicted_scenes (project_id, coalesce(scene_id, '00000000-0000-0000-0000-000000000000'));
create index predicted_scenes_scene_id_idx on predicted_scenes (scene_id);
create index predicted_scenes_expires_at_idx on predicted_scenes (expires_at);

create table cache_reports (
    id              uuid             primary key default gen_random_uuid(),
    user_id         uuid             not null references users on delete cascade,
    level           text             not null check (level in ('exact', 'semantic', 'component', 'predicted')),
    entry_id        uuid             not null,                                         -- of a row that may be gone since
    generation_id   uuid             references generations on delete set null,
    prompt          text             not null,
    cached_prompt   text             not null,
    likeness        double precision not null check (likeness between -1 and 1),
    embedding       real[]           check (cardinality(embedding) = 1536),
    embedded_by     text             check (length(embedded_by) between 1 and 200),
    note            text             check (length(note) between 1 and 1000),
    created_at      timestamptz      not null default now(),
    constraint cache_reports_vector_has_maker check ((embedding is null) = (embedded_by is null)),
    constraint cache_reports_generation_id_key unique (generation_id)
);
create index cache_reports_user_id_idx on cache_reports (user_id, created_at desc);

-- What servers remember of the exact level names assets: when some are gone, they forget it.
create function assets_gone_are_told() returns trigger language plpgsql as $$
begin
    if exists (select from gone) then
        perform pg_notify('backlot', 'assets gone');
    end if;
    return null;
end
$$;
create trigger assets_gone_are_told after delete on assets referencing old table as gone
    for each statement execute function assets_gone_are_told();
