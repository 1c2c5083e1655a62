-- Footage: what was measured of an asset, the clips it is cut into, what analyses and predictions say of them, and the doors by
-- which files come in: folders, addresses, resumable uploads.

alter table assets
    add column frame_rate_num         bigint   check (frame_rate_num > 0),      -- exact: 30000/1001; frame_rate is its quotient
    add column frame_rate_den         bigint   check (frame_rate_den > 0),
    add column is_variable_frame_rate boolean,
    add column has_audio              boolean,
    add column footage_read_at        timestamptz,                              -- when its clips were found
    add column derived_from           uuid,                                     -- made from another asset, and gone with it
    add column variant                text     check (length(variant) between 1 and 40),
    add constraint assets_frame_rate_is_whole check ((frame_rate_num is null) = (frame_rate_den is null)),
    add constraint assets_derived_has_variant check ((derived_from is null) = (variant is null)),
    add constraint assets_derived_is_generated check (derived_from is null or source_type = 'generated'),
    add constraint assets_id_user_id_key unique (id, user_id),                  -- what belongs to an asset belongs to its owner
    add constraint assets_derived_from_fkey foreign key (derived_from, user_id) references assets (id, user_id) on delete cascade;
create index assets_derived_from_idx on assets (derived_from, variant) where derived_from is not null;
create index assets_listed_idx on assets (user_id, id desc) where derived_from is null;
create index assets_filename_idx on assets using gin (filename gin_trgm_ops);

create table clips (
    id                 uuid             primary key default gen_random_uuid(),
    user_id            uuid             not null,
    asset_id           uuid             not null,
    start_time         double precision not null check (start_time >= 0),       -- seconds into the asset
    end_time           double precision not null,
    duration           double precision generated always as (end_time - start_time) stored,
    opens              text             not null default 'cut' check (opens in ('start', 'cut', 'fade', 'dissolve')),
    confidence         double precision check (confidence between 0 and 1),     -- that it begins where it is said to
    scene_score        double precision,
    psychology_score   jsonb            check (jsonb_typeof(psychology_score) = 'object'),
    hook_strength      jsonb            check (jsonb_typeof(hook_strength) = 'object'),
    novelty_score      jsonb            check (jsonb_typeof(novelty_score) = 'object'),
    composite_score    double precision,
    emotion_data       jsonb            check (jsonb_typeof(emotion_data) = 'object'),
    signals            jsonb            not null default '{}',                  -- what was measured; scores are made from it
    embedded_by        text             check (length(embedded_by) between 1 and 200),   -- which descriptor or model made the vector
    thumbnail_asset_id uuid,
    sprite_asset_id    uuid,
    created_at         timestamptz      not null default now(),
    -- To sort by: each clip has a place in each order, those without a score after all that have one.
    composite_rank     double precision not null generated always as (coalesce(composite_score, -1)) stored,
    hook_rank          double precision not null generated always as (coalesce((hook_strength ->> 'score')::double precision, -1)) stored,
    novelty_rank       double precision not null generated always as (coalesce((novelty_score ->> 'score')::double precision, -1)) stored,
    psychology_rank    double precision not null generated always as (coalesce((psychology_score ->> 'score')::double precision, -1)) stored,
    constraint clips_end_after_start check (end_time > start_time),
    constraint clips_scores_are_shares check (composite_score between 0 and 1 and scene_score between 0 and 1),
    constraint clips_asset_fkey foreign key (asset_id, user_id) references assets (id, user_id) on delete cascade,
    constraint clips_thumbnail_fkey foreign key (thumbnail_asset_id) references assets on delete set null,
    constraint clips_sprite_fkey foreign key (sprite_asset_id) references assets on delete set null,
    constraint clips_asset_id_start_time_key unique (asset_id, start_time),
    constraint clips_id_user_id_key unique (id, user_id)
);
create index clips_asset_id_user_id_idx on clips (asset_id, user_id);
create index clips_composite_idx on clips (user_id, composite_rank desc, id desc);
create index clips_hook_idx on clips (user_id, hook_rank desc, id desc);
create index clips_novelty_idx on clips (user_id, novelty_rank desc, id desc);
create index clips_psychology_idx on clips (user_id, psychology_rank desc, id desc);
create index clips_newest_idx on clips (user_id, id desc);
create index clips_composite_score_idx on clips (composite_score desc);
create index clips_thumbnail_asset_id_idx on clips (thumbnail_asset_id) where thumbnail_asset_id is not null;
create index clips_sprite_asset_id_idx on clips (sprite_asset_id) where sprite_asset_id is not null;

-- Vectors need the extension; whoever has not got it has everything but fast similarity search. The numbers are kept all the same, and
-- both types take and give real[], so no statement needs to know which one it is. Called at each start: once the extension is there,
-- the column becomes what it should be.
create function clips_take_vectors() returns boolean language plpgsql as $$
declare
    kept_as regtype := (select atttypid from pg_attribute where attrelid = 'clips'::regclass and attname = 'embedding');
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
        alter table clips add column embedding vector(512);
    else
        alter table clips drop constraint clips_embedding_has_512;
        alter table clips alter column embedding type vector(512) using embedding::vector(512);
    end if;
    create index clips_embedding_idx on clips using hnsw ((embedding::halfvec(512)) halfvec_cosine_ops) with (m = 16, ef_construction = 64);
    return true;
end
$$;
do $$
begin
    if not clips_take_vectors() then
        alter table clips add column embedding real[] constraint clips_embedding_has_512 check (cardinality(embedding) = 512);
    end if;
end
$$;

create table analysis_results (
    id                 uuid           primary key default gen_random_uuid(),
    user_id            uuid           not null,
    asset_id           uuid           not null,
    clip_id            uuid,
    analysis_type      text           not null
                                      check (analysis_type in ('technical', 'scenes', 'loudness', 'palette', 'description', 'transcript')),
    provider           text           not null check (length(provider) between 1 and 100),
    workflow           text           check (length(workflow) between 1 and 100),
    priority           smallint       not null default 5 check (priority between 0 and 9),
    status             text           not null default 'pending' check (status in ('pending', 'processing', 'completed', 'failed')),
    result_data        jsonb,
    error_message      text,
    token_usage        int            check (token_usage >= 0),
    processing_time_ms int            check (processing_time_ms >= 0),
    cost               numeric(10, 4) check (cost >= 0),
    created_at         timestamptz    not null default now(),
    completed_at       timestamptz,
    constraint analysis_results_ended_has_time check ((status in ('completed', 'failed')) = (completed_at is not null)),
    constraint analysis_results_completed_has_result check (status <> 'completed' or result_data is not null),
    constraint analysis_results_asset_fkey foreign key (asset_id, user_id) references assets (id, user_id) on delete cascade,
    constraint analysis_results_clip_fkey foreign key (clip_id) references clips on delete cascade
);
create index analysis_results_asset_id_idx on analysis_results (asset_id, user_id, id desc);
create index analysis_results_clip_id_idx on analysis_results (clip_id) where clip_id is not null;
create index analysis_results_user_id_idx on analysis_results (user_id, id desc);
create index analysis_results_type_provider_idx on analysis_results (analysis_type, provider);

create table predictions (
    id             uuid             primary key default gen_random_uuid(),
    user_id        uuid             not null,
    clip_id        uuid             not null,
    predicted_ctr  double precision not null check (predicted_ctr between 0 and 1),
    predicted_band numrange         not null check (not isempty(predicted_band) and predicted_band <@ numrange(0, 1, '[]')),
    actual_ctr     double precision check (actual_ctr between 0 and 1),
    ad_id          text             check (length(ad_id) between 1 and 200),
    model_version  text             not null check (length(model_version) between 1 and 100),
    features       jsonb            not null,
    created_at     timestamptz      not null default now(),
    updated_at     timestamptz      not null default now(),
    constraint predictions_clip_fkey foreign key (clip_id, user_id) references clips (id, user_id) on delete cascade
);
create index predictions_clip_id_idx on predictions (clip_id, user_id, id desc);
create index predictions_user_id_idx on predictions (user_id, id desc);
create unique index predictions_user_id_ad_id_key on predictions (user_id, ad_id) where ad_id is not null;

-- What somebody asked to be brought in. A folder that is watched is one that stays open.
create table ingests (
    id            uuid        primary key default gen_random_uuid(),
    user_id       uuid        not null references users on delete cascade,
    source        text        not null check (source in ('folder', 'url', 'upload')),
    location      text        not null check (length(location) between 1 and 4096),     -- the folder, the address, or the file's name
    is_recursive  boolean     not null default false,
    is_watched    boolean     not null default false,
    error_message text,                                                                 -- why it can go no further
    scanned_at    timestamptz,                                                          -- when all its files were known
    created_at    timestamptz not null default now(),
    constraint ingests_only_folders_are_watched check (source = 'folder' or not (is_watched or is_recursive)),
    constraint ingests_id_user_id_key unique (id, user_id)
);
create index ingests_user_id_idx on ingests (user_id, id desc);
create unique index ingests_watched_key on ingests (user_id, location) where is_watched;

create table ingest_files (
    id            uuid        primary key default gen_random_uuid(),
    user_id       uuid        not null,
    ingest_id     uuid        not null,
    path          text        not null check (length(path) between 1 and 4096),
    size_bytes    bigint      check (size_bytes >= 0),
    modified_at   timestamptz,                                                          -- as the file system said when it was seen
    status        text        not null default 'waiting' check (status in ('waiting', 'taken', 'known', 'refused')),
    reason        text,
    asset_id      uuid        references assets on delete set null,
    updated_at    timestamptz not null default now(),
    constraint ingest_files_refused_has_reason check ((status = 'refused') = (reason is not null)),
    constraint ingest_files_ingest_fkey foreign key (ingest_id, user_id) references ingests (id, user_id) on delete cascade,
    constraint ingest_files_ingest_id_path_key unique (ingest_id, path)
);
create index ingest_files_ingest_id_user_id_idx on ingest_files (ingest_id, user_id, status, id);
create index ingest_files_asset_id_idx on ingest_files (asset_id) where asset_id is not null;

-- A resumable upload in hand (tus 1.0); its ingest has the same id. The bytes lie in the data folder.
create table uploads (
    id             uuid        primary key,
    user_id        uuid        not null,
    length_bytes   bigint      not null check (length_bytes >= 0),
    received_bytes bigint      not null default 0 check (received_bytes >= 0),          -- on disk for good
    metadata       text        not null default '' check (length(metadata) <= 4096),    -- Upload-Metadata as it was sent
    sha256         text        check (sha256 ~ '^[0-9a-f]{64}$'),
    created_at     timestamptz not null default now(),
    expires_at     timestamptz not null,
    constraint uploads_not_over_length check (received_bytes <= length_bytes),
    constraint uploads_whole_has_hash check ((received_bytes = length_bytes) = (sha256 is not null)),
    constraint uploads_ingest_fkey foreign key (id, user_id) references ingests (id, user_id) on delete cascade
);
create index uploads_user_id_idx on uploads (user_id, id desc);
create index uploads_id_user_id_idx on uploads (id, user_id);
create index uploads_expires_at_idx on uploads (expires_at);

-- Blobs whose rows were deleted. The bytes go after a while, and only when no row has come to need them.
create table deleted_blobs (
    sha256     text        primary key,
    deleted_at timestamptz not null default now()
);
create index deleted_blobs_deleted_at_idx on deleted_blobs (deleted_at);
create function assets_bury_blob() returns trigger language plpgsql as $$
begin
    insert into deleted_blobs (sha256) select distinct sha256 from gone where sha256 is not null
    on conflict (sha256) do update set deleted_at = excluded.deleted_at;
    return null;
end
$$;
create trigger assets_deleted after delete on assets referencing old table as gone for each statement execute function assets_bury_blob();
