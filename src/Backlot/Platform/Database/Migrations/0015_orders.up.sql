-- Orders: one request to a remote provider each, and what became of it, so that no crash pays twice.

create table orders (
    id              uuid           primary key default gen_random_uuid(),          -- its hexadecimal digits are our handle at the provider
    user_id         uuid           not null references users on delete cascade,
    generation_id   uuid           not null references generations on delete cascade,
    kind            text           not null check (kind in ('video', 'image', 'music', 'text', 'embedding')),
    provider        text           not null check (length(provider) between 1 and 50),
    model           text           not null check (length(model) between 1 and 100),
    state           text           not null check (state in ('sending', 'resting', 'accepted', 'made', 'failed', 'lost')),
    provider_job_id text           check (length(provider_job_id) between 1 and 1000),
    sends           int            not null default 1 check (sends >= 1),             -- requests that were begun
    tries           int            not null default 0 check (tries >= 0),             -- of the step it is at, that came to nothing
    retry_at        timestamptz,
    failure_class   text           check (failure_class in
                                   ('auth', 'quota', 'rate', 'invalid', 'moderation', 'transient', 'lost', 'unknown', 'retired')),
    reason          text,
    estimate_usd    numeric(10, 4) not null check (estimate_usd >= 0),
    is_past         boolean        not null default false,                           -- of an earlier try of the whole: it counts no more
    sent_at         timestamptz    not null default now(),
    ended_at        timestamptz,
    created_at      timestamptz    not null default now(),
    constraint orders_accepted_is_known   check (state <> 'accepted' or provider_job_id is not null),
    constraint orders_resting_has_time    check ((state = 'resting') <= (retry_at is not null)),
    constraint orders_failed_has_class    check ((state in ('failed', 'lost')) <= (failure_class is not null)),
    constraint orders_ended_has_time      check ((state in ('made', 'failed', 'lost')) = (ended_at is not null)),
    constraint orders_past_is_failed      check (not is_past or state = 'failed')
);

-- What may have been paid for is the only one of its intent, for ever: nothing is ordered beside it.
create unique index orders_one_a_generation on orders (generation_id) where state <> 'failed';
create index orders_generation_id_idx on orders (generation_id);
create index orders_user_id_idx on orders (user_id, provider);
create index orders_provider_job_id_idx on orders (provider, provider_job_id) where provider_job_id is not null;

-- Whose account has no quota left at a provider is not sent there for a while.
create table provider_pauses (
    user_id    uuid        not null references users on delete cascade,
    provider   text        not null check (length(provider) between 1 and 50),
    until      timestamptz not null,
    reason     text        not null,
    created_at timestamptz not null default now(),
    primary key (user_id, provider)
);

alter table generations drop constraint generations_kind_check;
alter table generations add constraint generations_kind_check check (kind in ('video', 'image', 'music', 'text', 'embedding'));
