-- What the server remembers of requests: the answers it gave under a key, and how many came of late.

create table idempotency_keys (
    user_id     uuid        not null references users on delete cascade,
    key         text        not null check (length(key) between 1 and 255),
    fingerprint bytea       not null check (length(fingerprint) = 32),      -- SHA-256 of method, address and body
    status      smallint    not null check (status between 200 and 299),
    headers     jsonb       not null,
    body        bytea       not null,
    created_at  timestamptz not null default now(),
    primary key (user_id, key)
);
create index idempotency_keys_created_at_idx on idempotency_keys (created_at);

-- Counted by one statement, Platform/Http/RateLimits/Sql/take.sql. Not worth a write-ahead log: a crash gives everybody
-- a fresh window.
create unlogged table rate_counters (
    policy       text        not null check (length(policy) between 1 and 50),
    subject      text        not null check (length(subject) between 1 and 100),
    window_start timestamptz not null,
    used         bigint      not null check (used >= 0),
    primary key (policy, subject)
);
create index rate_counters_window_start_idx on rate_counters (window_start);
