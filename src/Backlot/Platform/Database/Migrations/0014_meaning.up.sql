-- What footage means: how much each score weighs for whom, what came of showing a clip, and the models that learnt from it.

create table score_weights (
    user_id    uuid             primary key references users on delete cascade,
    hook       double precision not null check (hook between 0 and 100),
    novelty    double precision not null check (novelty between 0 and 100),
    psychology double precision not null check (psychology between 0 and 100),
    scene      double precision not null check (scene between 0 and 100),
    updated_at timestamptz      not null default now(),
    constraint score_weights_something_counts check (hook + novelty + psychology + scene > 0)
);

alter table predictions
    add column views bigint check (views > 0),                                  -- that the fed-back rate was counted over
    add constraint predictions_views_are_of_a_result check (views is null or actual_ctr is not null);

create table click_models (
    id          uuid        primary key default gen_random_uuid(),
    user_id     uuid        not null references users on delete cascade,
    number      int         not null check (number > 0),                        -- 1 for the owner's first
    results     int         not null check (results > 0),                       -- that it learnt from
    parameters  jsonb       not null,
    calibration jsonb       not null,
    trained_at  timestamptz not null default now(),
    constraint click_models_user_id_number_key unique (user_id, number)
);
