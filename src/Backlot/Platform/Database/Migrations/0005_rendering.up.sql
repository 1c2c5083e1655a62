-- A timeline to be made into one film, and what became of it.

create table render_tasks (
    id               uuid           primary key default gen_random_uuid(),
    user_id          uuid           not null references users on delete cascade,
    video_job_id     uuid,
    project_id       uuid,
    timeline         jsonb          not null,
    ffmpeg_command   text,                                   -- what was really run
    resolution       text           not null default '1920x1080' check (resolution ~ '^[1-9][0-9]*x[1-9][0-9]*$'),
    duration_seconds numeric(10, 2) check (duration_seconds > 0),
    file_size_bytes  bigint         check (file_size_bytes > 0),
    status           text           not null default 'pending'
                                    check (status in ('pending', 'in_progress', 'completed', 'failed')),
    output_asset_id  uuid           references assets on delete set null,
    error_message    text,
    created_at       timestamptz    not null default now(),
    completed_at     timestamptz,
    metadata         jsonb          not null default '{}',
    constraint render_tasks_ended_has_time check ((status in ('completed', 'failed')) = (completed_at is not null))
);
create index render_tasks_status_idx on render_tasks (status);
create index render_tasks_created_at_idx on render_tasks (created_at desc);
create index render_tasks_user_id_idx on render_tasks (user_id, created_at desc);
create index render_tasks_video_job_id_idx on render_tasks (video_job_id) where video_job_id is not null;
create index render_tasks_project_id_idx on render_tasks (project_id) where project_id is not null;
create index render_tasks_output_asset_id_idx on render_tasks (output_asset_id) where output_asset_id is not null;
