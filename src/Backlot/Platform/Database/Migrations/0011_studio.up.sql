-- What a film is written as: projects, their scenes in order, their characters. A storyboard is a project as one document.

create extension if not exists pg_trgm;     -- part of PostgreSQL and trusted: the database's owner may create it

create table projects (
    id           uuid        primary key default gen_random_uuid(),
    user_id      uuid        not null references users on delete cascade,
    title        text        not null check (length(title) between 1 and 200),
    project_type text        not null default 'movie' check (project_type in ('series', 'movie', 'short', 'clip')),
    preset_key   text        check (length(preset_key) between 1 and 100),
    settings     jsonb       not null default '{}',
    status       text        not null default 'draft' check (status in ('draft', 'active', 'archived')),
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now(),
    constraint projects_id_user_id_key unique (id, user_id)                  -- what belongs to a project belongs to its owner
);
create index projects_user_id_id_idx on projects (user_id, id);
create index projects_status_idx on projects (status);
create index projects_updated_at_idx on projects (updated_at desc);
create index projects_title_idx on projects using gin (title gin_trgm_ops);

create table scenes (
    id                 uuid             primary key default gen_random_uuid(),
    project_id         uuid             not null,
    user_id            uuid             not null,
    order_key          text             collate "C" not null check (length(order_key) between 1 and 200),   -- not unique; (order_key, id) sorts
    prompt             text             not null default '' check (length(prompt) <= 10000),
    enhanced_prompt    text,
    parameters         jsonb            not null default '{}',
    status             text             not null default 'pending' check (status in ('pending', 'generating', 'complete', 'locked')),
    video_asset_id     uuid             references assets on delete set null,
    thumbnail_asset_id uuid             references assets on delete set null,
    duration_seconds   double precision check (duration_seconds > 0 and duration_seconds <= 3600),
    iteration_count    int              not null default 0 check (iteration_count >= 0),
    created_at         timestamptz      not null default now(),
    updated_at         timestamptz      not null default now(),
    constraint scenes_project_fkey foreign key (project_id, user_id) references projects (id, user_id) on delete cascade
);
create index scenes_project_id_order_key_idx on scenes (project_id, order_key, id);
create index scenes_video_asset_id_idx on scenes (video_asset_id) where video_asset_id is not null;
create index scenes_thumbnail_asset_id_idx on scenes (thumbnail_asset_id) where thumbnail_asset_id is not null;

create table characters (
    id                    uuid        primary key default gen_random_uuid(),
    project_id            uuid        not null,
    user_id               uuid        not null,
    name                  text        not null check (length(name) between 1 and 200),
    appearance_descriptor jsonb       not null default '{}',
    created_at            timestamptz not null default now(),
    updated_at            timestamptz not null default now(),
    constraint characters_project_fkey foreign key (project_id, user_id) references projects (id, user_id) on delete cascade
);
create index characters_project_id_idx on characters (project_id);
