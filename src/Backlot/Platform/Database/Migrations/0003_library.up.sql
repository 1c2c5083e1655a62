-- Whatever is ingested or made becomes an asset. The bytes are in the blob store under sha256.

create table assets (
    id               uuid        primary key default gen_random_uuid(),
    user_id          uuid        not null references users on delete cascade,
    kind             text        not null check (kind in ('video', 'audio', 'image', 'other')),
    source_type      text        not null check (source_type in ('upload', 'folder', 'url', 'generated', 'drive')),
    source_url       text,
    path             text,                                   -- as ingested; never used to find the bytes
    filename         text        not null check (length(filename) between 1 and 255),
    sha256           text        check (sha256 ~ '^[0-9a-f]{64}$'),
    size_bytes       bigint      check (size_bytes >= 0),
    mime_type        text,
    format           text,
    duration_seconds double precision check (duration_seconds >= 0),
    width            int         check (width > 0),
    height           int         check (height > 0),
    resolution       text        generated always as (width::text || 'x' || height::text) stored,
    frame_rate       double precision check (frame_rate > 0),
    metadata         jsonb       not null default '{}',
    status           text        not null default 'processing' check (status in ('processing', 'ready', 'failed')),
    error_message    text,
    ingested_at      timestamptz,
    created_at       timestamptz not null default now(),
    updated_at       timestamptz not null default now(),
    constraint assets_ready_has_bytes check (status <> 'ready' or (sha256 is not null and size_bytes is not null))
);
-- The same bytes ingested twice are one asset; two generations may happen to make the same bytes.
create unique index assets_user_id_sha256_key on assets (user_id, sha256) where source_type <> 'generated';
create index assets_user_id_created_at_idx on assets (user_id, created_at desc, id desc);
create index assets_source_type_idx on assets (source_type);
create index assets_status_idx on assets (status);
create index assets_created_at_idx on assets (created_at desc);
create index assets_sha256_idx on assets (sha256);
