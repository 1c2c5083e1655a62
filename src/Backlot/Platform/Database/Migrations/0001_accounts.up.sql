-- Who may use this Backlot, and the tokens programs sign in with.

create table users (
    id                uuid        primary key default gen_random_uuid(),
    email             text        not null check (length(email) between 3 and 320),
    password_hash     text,                                          -- null: signs in by token only
    display_name      text        not null check (length(display_name) between 1 and 200),
    subscription_tier text        not null default 'free' check (subscription_tier in ('free', 'creator', 'pro', 'studio')),
    credits_balance   int         not null default 10 check (credits_balance >= 0),
    created_at        timestamptz not null default now(),
    updated_at        timestamptz not null default now()
);
create unique index users_email_key on users (lower(email));

create table api_tokens (
    id           uuid        primary key default gen_random_uuid(),
    user_id      uuid        not null references users on delete cascade,
    name         text        not null check (length(name) between 1 and 200),
    token_hash   bytea       not null check (length(token_hash) = 32), -- HMAC-SHA-256 under a key derived from the root key
    last4        text        not null check (length(last4) = 4),
    scopes       text[]      not null default '{}',
    created_at   timestamptz not null default now(),
    last_used_at timestamptz,
    revoked_at   timestamptz
);
create unique index api_tokens_token_hash_key on api_tokens (token_hash);
create index api_tokens_user_id_idx on api_tokens (user_id);
