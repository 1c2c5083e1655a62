-- One row an intent: written before a provider is called, so that no crash pays twice.

create table generations (
    id              uuid           primary key default gen_random_uuid(),
    user_id         uuid           not null references users on delete cascade,
    project_id      uuid,
    scene_id        uuid,
    intent_key      text           not null check (length(intent_key) between 1 and 200),   -- what is wanted, once
    kind            text           not null check (kind in ('video', 'image', 'music', 'text')),
    provider        text           not null check (length(provider) between 1 and 50),
    model           text,
    provider_job_id text,
    prompt          text           not null,
    parameters      jsonb          not null default '{}',
    status          text           not null default 'pending'
                                   check (status in ('pending', 'processing', 'completed', 'failed', 'cancelled')),
    served_by       text           not null default 'provider'
                                   check (served_by in ('provider', 'exact', 'semantic', 'component', 'predicted')),
    cost            numeric(10, 4) not null default 0 check (cost >= 0),
    asset_id        uuid           references assets on delete set null,
    error_message   text,
    created_at      timestamptz    not null default now(),
    completed_at    timestamptz,
    metadata        jsonb          not null default '{}',
    constraint generations_ended_has_time check ((status in ('completed', 'failed', 'cancelled')) = (completed_at is not null))
);
create unique index generations_intent_key_key on generations (user_id, intent_key);
create index generations_project_id_idx on generations (project_id) where project_id is not null;
create index generations_asset_id_idx on generations (asset_id) where asset_id is not null;
create index generations_status_idx on generations (status);
create index generations_created_at_idx on generations (created_at desc);
