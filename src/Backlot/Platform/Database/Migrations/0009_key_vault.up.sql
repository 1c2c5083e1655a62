-- Secrets at rest: keys that are derived from the root key, and what they protect.

-- One row a version of the key-encryption key. Nothing here is secret: the key itself comes from the root key and the salt.
create table key_encryption_keys (
    id           int         primary key check (id > 0),
    salt         bytea       not null check (length(salt) = 32),
    check_value  bytea       not null check (length(check_value) = 32),   -- whether a root key is the right one
    created_at   timestamptz not null default now(),
    completed_at timestamptz                                              -- null while a rotation to it is under way
);

-- The ring of ASP.NET Core Data Protection. The key inside the XML is encrypted under the root key.
create table data_protection_keys (
    id            uuid        primary key default gen_random_uuid(),
    friendly_name text        not null unique check (length(friendly_name) between 1 and 200),
    xml           text        not null check (xml like '%<encryptedSecret%' or xml like '<revocation%'),
    created_at    timestamptz not null default now()
);

-- Users' keys of providers. The data key of each row is sealed by the key-encryption key that its text names, so that
-- one can be deleted only when no row needs it.
create table user_api_keys (
    id               uuid        primary key default gen_random_uuid(),
    user_id          uuid        not null references users on delete cascade,
    provider         text        not null check (length(provider) between 1 and 50),
    encrypted_key    text        not null check (encrypted_key ~ '^v1:dek:'),
    wrapped_data_key text        not null check (wrapped_data_key ~ '^v1:[1-9][0-9]*:'),
    kek_id           int         not null generated always as (split_part(wrapped_data_key, ':', 2)::int) stored references key_encryption_keys,
    key_hash         bytea       not null check (length(key_hash) = 32),  -- HMAC-SHA-256 under a key derived from the root key
    last4            text        not null check (length(last4) = 4),
    is_active        boolean     not null default true,
    created_at       timestamptz not null default now(),
    updated_at       timestamptz not null default now(),
    last_used_at     timestamptz,
    unique (user_id, provider)
);
create index user_api_keys_kek_id_idx on user_api_keys (kek_id);
