-- Background-music channels and their albums. docs/video-job-states.md draws the flow that the trigger enforces.

create table channels (
    id                 uuid        primary key default gen_random_uuid(),
    user_id            uuid        not null references users on delete cascade,
    name               text        not null check (length(name) between 1 and 200),
    youtube_channel_id text        unique,
    brand_niche        text        not null check (length(brand_niche) between 1 and 200),
    is_active          boolean     not null default true,
    youtube_credential text,                                 -- encrypted
    created_at         timestamptz not null default now(),
    updated_at         timestamptz not null default now()
);
create unique index channels_user_id_name_key on channels (user_id, lower(name));

create table video_jobs (
    id                      uuid        primary key default gen_random_uuid(),
    user_id                 uuid        not null references users on delete cascade,
    channel_id              uuid        not null references channels on delete cascade,
    title                   text        not null check (length(title) between 1 and 100),
    status                  text        not null default 'planned'
                                        check (status in ('planned', 'generating_music', 'generating_image', 'rendering',
                                                          'ready_for_export', 'completed', 'failed')),
    failed_from             text,                            -- where a failed one resumes; kept by the trigger
    niche_label             text        not null check (length(niche_label) between 1 and 200),
    mood_keywords           text[]      not null default '{}',
    target_duration_minutes int         not null constraint video_jobs_target_duration_minutes_range
                                        check (target_duration_minutes between 60 and 90),
    seed                    bigint      not null,
    plan                    jsonb       not null,            -- providers, folders, fit
    prompts_json            jsonb       not null,
    video_asset_id          uuid        references assets on delete set null,
    output_directory        text        not null,
    error_message           text,
    upload_strategy         text,
    scheduled_time          timestamptz,
    youtube_video_id        text,
    created_at              timestamptz not null default now(),
    updated_at              timestamptz not null default now(),
    changed_in              xid8        not null default pg_current_xact_id(),
    constraint video_jobs_failed_has_reason check (status <> 'failed' or (error_message is not null and failed_from is not null)),
    constraint video_jobs_prompts_are_twenty check (jsonb_array_length(prompts_json -> 'music_prompts') = 20
                                                and jsonb_array_length(prompts_json -> 'visual_prompts') = 20)
);
create index video_jobs_channel_id_idx on video_jobs (channel_id, created_at desc);
create index video_jobs_user_id_idx on video_jobs (user_id, created_at desc, id desc);
create index video_jobs_status_idx on video_jobs (status);
create index video_jobs_changed_in_idx on video_jobs (user_id, changed_in);
create index video_jobs_video_asset_id_idx on video_jobs (video_asset_id) where video_asset_id is not null;
create index video_jobs_prompts_json_idx on video_jobs using gin (prompts_json);

create table audio_tracks (
    id                   uuid          primary key default gen_random_uuid(),
    video_job_id         uuid          not null references video_jobs on delete cascade,
    provider             text          not null check (provider in ('dummy', 'mubert', 'beatoven', 'import')),
    provider_track_id    text,
    order_index          smallint      not null check (order_index between 1 and 20),
    duration_seconds     numeric(6, 2) not null check (duration_seconds > 0),
    asset_id             uuid          not null references assets,
    local_file_path      text,
    license_document_url text,
    prompt_text          text          not null,
    created_at           timestamptz   not null default now(),
    unique (video_job_id, order_index)
);
create index audio_tracks_asset_id_idx on audio_tracks (asset_id);

create table images (
    id                uuid        primary key default gen_random_uuid(),
    video_job_id      uuid        references video_jobs on delete cascade,
    provider          text        not null check (provider in ('dummy', 'leonardo', 'gemini', 'import')),
    provider_image_id text,
    order_index       smallint    not null check (order_index between 1 and 20),    -- pairs with audio_tracks.order_index
    asset_id          uuid        not null references assets,
    local_file_path   text,
    prompt_text       text        not null,
    created_at        timestamptz not null default now(),
    unique (video_job_id, order_index)
);
create index images_asset_id_idx on images (asset_id);

-- After a down, render tasks may still name albums that are gone.
update render_tasks set video_job_id = null where video_job_id is not null;
alter table render_tasks add constraint render_tasks_video_job_id_fkey
    foreign key (video_job_id) references video_jobs on delete cascade;

-- The status moves only along the arrows.
create function video_jobs_follow_arrows() returns trigger language plpgsql as $$
begin
    if new.status = old.status then
        return new;
    elsif new.status = 'failed' then
        new.failed_from := old.status;
        return new;
    elsif old.status = 'failed' then
        if new.status <> old.failed_from then
            raise exception 'a video job that failed while % resumes there, not as %', old.failed_from, new.status
                using errcode = 'check_violation', constraint = 'video_jobs_status_flow';
        end if;
        new.failed_from := null;
        new.error_message := null;
    elsif (old.status, new.status) not in (
        ('planned', 'generating_music'),
        ('generating_music', 'generating_image'),
        ('generating_image', 'rendering'),
        ('rendering', 'ready_for_export'),
        ('ready_for_export', 'completed'),
        -- one part is replaced: back to the phase that makes it
        ('generating_image', 'generating_music'),
        ('rendering', 'generating_music'), ('rendering', 'generating_image'),
        ('ready_for_export', 'generating_music'), ('ready_for_export', 'generating_image'),
        ('completed', 'generating_music'), ('completed', 'generating_image')
    ) then
        raise exception 'a video job cannot go from % to %', old.status, new.status
            using errcode = 'check_violation', constraint = 'video_jobs_status_flow';
    end if;
    if new.status = 'rendering' and (
        (select count(*) from audio_tracks t where t.video_job_id = new.id) <> 20 or
        (select count(*) from images i where i.video_job_id = new.id) <> 20
    ) then
        raise exception 'a video job is rendered from exactly 20 tracks and 20 images'
            using errcode = 'check_violation', constraint = 'video_jobs_rendered_from_twenty';
    end if;
    return new;
end $$;
create trigger video_jobs_follow_arrows before update of status on video_jobs
    for each row execute function video_jobs_follow_arrows();
create trigger video_jobs_mark_change before update on video_jobs
    for each row execute function mark_change();
