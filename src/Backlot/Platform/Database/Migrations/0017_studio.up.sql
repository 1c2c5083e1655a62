-- The studio: brains (how a film looks, moves and beats), formats (what a film is told as), the versions of scenes, what characters look
-- and sound like, and what people bought of each other.

alter table credit_entries
    drop constraint credit_entries_kind_check,
    drop constraint credit_entries_kinds_have_their_parts,
    add constraint credit_entries_kind_check check (kind in ('opening', 'grant', 'reserve', 'settle', 'release', 'purchase', 'sale')),
    add constraint credit_entries_kinds_have_their_parts check (case kind
        when 'opening'  then generation_id is null and closes_id is null and amount >= 0
        when 'grant'    then generation_id is null and closes_id is null and amount <> 0
        when 'purchase' then generation_id is null and closes_id is null and amount < 0
        when 'sale'     then generation_id is null and closes_id is null and amount > 0
        when 'reserve'  then generation_id is not null and closes_id is null and amount < 0
        else                 generation_id is not null and closes_id is not null end);

-- A row without a user is one that Backlot ships: everybody sees it, and only a start of the server writes it.
create table brains (
    id                 uuid        primary key default uuid_v7(),
    user_id            uuid        references users on delete cascade,
    shipped_key        text        unique check (length(shipped_key) between 1 and 100),
    name               text        not null check (length(name) between 1 and 200),
    description        text        not null default '' check (length(description) <= 2000),
    parameters         jsonb       not null check (jsonb_typeof(parameters) = 'object'),
    thumbnail_asset_id uuid        references assets on delete set null,
    is_marketplace     boolean     not null default false,
    published_at       timestamptz,
    price              int         check (price between 0 and 1000000),          -- credits; null is none
    purchase_id        uuid,                                                     -- a copy that was bought
    created_at         timestamptz not null default now(),
    updated_at         timestamptz not null default now(),
    constraint brains_are_owned_or_shipped check ((user_id is null) = (shipped_key is not null)),
    constraint brains_published_has_time check (is_marketplace = (published_at is not null)),
    constraint brains_only_own_are_sold check (not is_marketplace or (user_id is not null and purchase_id is null))
);
create index brains_user_id_idx on brains (user_id, id desc);
create index brains_thumbnail_asset_id_idx on brains (thumbnail_asset_id) where thumbnail_asset_id is not null;
create index brains_purchase_id_idx on brains (purchase_id) where purchase_id is not null;
create index brains_published_idx on brains (id desc) where is_marketplace;

create table format_templates (
    id                 uuid        primary key default uuid_v7(),
    user_id            uuid        references users on delete cascade,
    shipped_key        text        unique check (length(shipped_key) between 1 and 100),
    name               text        not null check (length(name) between 1 and 200),
    description        text        not null default '' check (length(description) <= 2000),
    beat_structure     jsonb       not null,
    thumbnail_asset_id uuid        references assets on delete set null,
    is_marketplace     boolean     not null default false,
    published_at       timestamptz,
    price              int         check (price between 0 and 1000000),
    purchase_id        uuid,
    created_at         timestamptz not null default now(),
    updated_at         timestamptz not null default now(),
    constraint format_templates_have_beats check (jsonb_typeof(beat_structure) = 'array' and jsonb_array_length(beat_structure) between 1 and 100
        and not jsonb_path_exists(beat_structure, '$[*] ? (!exists(@.name))')),
    constraint format_templates_are_owned_or_shipped check ((user_id is null) = (shipped_key is not null)),
    constraint format_templates_published_has_time check (is_marketplace = (published_at is not null)),
    constraint format_templates_only_own_are_sold check (not is_marketplace or (user_id is not null and purchase_id is null))
);
create index format_templates_user_id_idx on format_templates (user_id, id desc);
create index format_templates_thumbnail_asset_id_idx on format_templates (thumbnail_asset_id) where thumbnail_asset_id is not null;
create index format_templates_purchase_id_idx on format_templates (purchase_id) where purchase_id is not null;
create index format_templates_published_idx on format_templates (id desc) where is_marketplace;

-- A licence. What was bought was copied to the buyer, so it stays whatever becomes of the original.
create table purchases (
    id         uuid        primary key default uuid_v7(),
    user_id    uuid        not null references users on delete cascade,          -- the buyer
    seller_id  uuid        references users on delete set null,
    item_kind  text        not null check (item_kind in ('brain', 'format')),
    brain_id   uuid        references brains on delete set null,                 -- the original
    format_id  uuid        references format_templates on delete set null,
    name       text        not null check (length(name) between 1 and 200),      -- as it was called when it was bought
    price      int         not null check (price >= 0),
    created_at timestamptz not null default now(),
    constraint purchases_are_of_one_thing check (case item_kind when 'brain' then format_id is null else brain_id is null end),
    constraint purchases_once_a_brain unique (brain_id, user_id),
    constraint purchases_once_a_format unique (format_id, user_id)
);
create index purchases_user_id_idx on purchases (user_id, id desc);
create index purchases_seller_id_idx on purchases (seller_id) where seller_id is not null;
alter table brains add constraint brains_purchase_fkey foreign key (purchase_id) references purchases on delete set null;
alter table format_templates add constraint format_templates_purchase_fkey foreign key (purchase_id) references purchases on delete set null;

-- What a shop window shows of what is sold: not the goods.
create view marketplace_items as
    select b.id, 'brain'::text as kind, b.name, b.description, b.thumbnail_asset_id, coalesce(b.price, 0) as price, u.display_name as seller, b.published_at,
           (select count(*) from purchases p where p.brain_id = b.id)::int as licences
    from brains b join users u on u.id = b.user_id where b.is_marketplace and u.disabled_at is null
    union all
    select f.id, 'format', f.name, f.description, f.thumbnail_asset_id, coalesce(f.price, 0), u.display_name, f.published_at,
           (select count(*) from purchases p where p.format_id = f.id)::int
    from format_templates f join users u on u.id = f.user_id where f.is_marketplace and u.disabled_at is null;

alter table projects
    add column brain_id  uuid references brains on delete set null,
    add column format_id uuid references format_templates on delete set null,
    add constraint projects_settings_is_object check (jsonb_typeof(settings) = 'object');
create index projects_brain_id_idx on projects (brain_id) where brain_id is not null;
create index projects_format_id_idx on projects (format_id) where format_id is not null;

alter table scenes
    add column beat text check (length(beat) between 1 and 200),                 -- which beat of a format it was laid out for
    add column enhancement jsonb,                                                -- who added what to the prompt
    add constraint scenes_enhancement_has_parts check (coalesce(jsonb_typeof(enhancement -> 'parts') = 'array', enhancement is null)),
    add constraint scenes_id_user_id_key unique (id, user_id);                   -- what belongs to a scene belongs to its owner

create table scene_versions (
    id                 uuid             primary key default uuid_v7(),
    scene_id           uuid             not null,
    project_id         uuid             not null,
    user_id            uuid             not null,
    version_number     int              not null check (version_number > 0),
    prompt             text             not null,
    enhanced_prompt    text,
    parameters         jsonb            not null default '{}',
    video_asset_id     uuid             not null references assets on delete cascade,
    thumbnail_asset_id uuid             references assets on delete set null,
    duration_seconds   double precision check (duration_seconds > 0),
    created_at         timestamptz      not null default now(),
    constraint scene_versions_scene_fkey foreign key (scene_id, user_id) references scenes (id, user_id) on delete cascade,
    constraint scene_versions_project_fkey foreign key (project_id, user_id) references projects (id, user_id) on delete cascade,
    constraint scene_versions_scene_id_version_number_key unique (scene_id, version_number)
);
create index scene_versions_project_id_idx on scene_versions (project_id);
create index scene_versions_video_asset_id_idx on scene_versions (video_asset_id);
create index scene_versions_thumbnail_asset_id_idx on scene_versions (thumbnail_asset_id) where thumbnail_asset_id is not null;

alter table characters
    add column voice_asset_id    uuid             references assets on delete set null,
    add column voice_description text             check (length(voice_description) <= 1000),
    add column embedded_by       text             check (length(embedded_by) between 1 and 200),
    add column consistency_score double precision check (consistency_score between 0 and 1),
    add column shots_compared    int              not null default 0 check (shots_compared >= 0),
    add column measured_at       timestamptz,
    add constraint characters_id_user_id_key unique (id, user_id);
create index characters_voice_asset_id_idx on characters (voice_asset_id) where voice_asset_id is not null;
create index characters_user_id_idx on characters (user_id, id desc);

create table character_images (
    character_id uuid     not null,
    asset_id     uuid     not null,
    project_id   uuid     not null,
    user_id      uuid     not null,
    place        smallint not null check (place > 0),                            -- the first is shown
    primary key (character_id, asset_id),
    constraint character_images_character_fkey foreign key (character_id, user_id) references characters (id, user_id) on delete cascade,
    constraint character_images_asset_fkey foreign key (asset_id, user_id) references assets (id, user_id) on delete cascade,
    constraint character_images_project_fkey foreign key (project_id, user_id) references projects (id, user_id) on delete cascade
);
create index character_images_asset_id_idx on character_images (asset_id, user_id);
create index character_images_project_id_idx on character_images (project_id, user_id);

-- As for clips: vectors where the extension is, arrays where it is not, and both take and give real[]. Called at each start.
create function column_takes_vectors(held_by regclass, held_in name, dimensions int) returns boolean language plpgsql as $$
declare
    kept_as regtype := (select atttypid from pg_attribute where attrelid = held_by and attname = held_in);
    has_all name := held_by || '_' || held_in || '_has_' || dimensions;
begin
    if kept_as is null then
        execute format('alter table %s add column %I real[] constraint %I check (cardinality(%I) = %s)', held_by, held_in, has_all, held_in, dimensions);
    elsif kept_as <> 'real[]'::regtype then
        return true;
    end if;
    if not exists (select from pg_extension where extname = 'vector') then
        return false;       -- the clips' own function makes it, where it may
    end if;
    execute format('alter table %s drop constraint %I', held_by, has_all);
    execute format('alter table %s alter column %I type vector(%s) using %I::vector(%s)', held_by, held_in, dimensions, held_in, dimensions);
    return true;
end
$$;
create function studio_takes_vectors() returns boolean language plpgsql as $$
begin
    perform clips_take_vectors();
    perform column_takes_vectors('brains', 'style_vector', 128);
    if not column_takes_vectors('characters', 'face_embedding', 512) then
        return false;
    end if;
    if to_regclass('characters_face_embedding_idx') is null then        -- even one that is there would wait for every writer
        create index characters_face_embedding_idx on characters using hnsw (face_embedding vector_cosine_ops);
    end if;
    return true;
end
$$;
select studio_takes_vectors();
