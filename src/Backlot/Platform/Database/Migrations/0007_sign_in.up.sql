-- Roles, sessions, and the codes that let somebody in once.

alter table users
    add column role        text        not null default 'member' check (role in ('admin', 'member')),
    add column disabled_at timestamptz,                              -- null: may sign in
    add column is_owner    boolean     not null default false;
-- Whoever was first started this Backlot.
update users set role = 'admin', is_owner = true
where id = (select id from users order by created_at, id limit 1);
-- However many servers start at once, and however many set up: one owner.
create unique index users_owner_key on users (is_owner) where is_owner;

-- Without an admin nobody could ever let anybody in again. Of two admins who demote each other at once the second waits
-- for the first, and then finds nobody left but itself.
create function users_keep_an_admin() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtext('users_keep_an_admin'));
    if not exists (select from users where role = 'admin' and disabled_at is null and id <> old.id) then
        raise exception 'the last admin stays one' using errcode = 'check_violation', constraint = 'users_keep_an_admin';
    end if;
    return new;
end $$;
create trigger users_keep_an_admin before update of role, disabled_at on users
    for each row when (old.role = 'admin' and old.disabled_at is null and (new.role <> 'admin' or new.disabled_at is not null))
    execute function users_keep_an_admin();

create table sessions (
    id           uuid        primary key default gen_random_uuid(),
    user_id      uuid        not null references users on delete cascade,
    token_hash   bytea       not null check (length(token_hash) = 32),   -- HMAC-SHA-256 under a key derived from the root key
    user_agent   text        check (length(user_agent) <= 400),
    address      inet,
    created_at   timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),                     -- to the minute
    expires_at   timestamptz not null,
    revoked_at   timestamptz,
    constraint sessions_end_after_they_begin check (expires_at > created_at)
);
create unique index sessions_token_hash_key on sessions (token_hash);
create index sessions_user_id_idx on sessions (user_id);

create table one_time_codes (
    id         uuid        primary key default gen_random_uuid(),
    purpose    text        not null check (purpose in ('setup', 'invitation', 'password_reset')),
    code_hash  bytea       not null check (length(code_hash) = 32),     -- as in sessions
    user_id    uuid        references users on delete cascade,          -- whose account it opens; null: it makes one
    invited_by uuid        references users on delete cascade,
    email      text        check (length(email) between 3 and 320),     -- of who is invited
    role       text        check (role in ('admin', 'member')),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at    timestamptz,
    constraint one_time_codes_live_an_hour_at_most
        check (expires_at > created_at and expires_at <= created_at + interval '1 hour'),
    constraint one_time_codes_open_or_make_an_account check (case purpose
        when 'invitation' then user_id is null and invited_by is not null and email is not null and role is not null
        else user_id is not null and invited_by is null and email is null and role is null end)
);
create unique index one_time_codes_code_hash_key on one_time_codes (code_hash);
create index one_time_codes_user_id_idx on one_time_codes (user_id) where user_id is not null;
create index one_time_codes_invited_by_idx on one_time_codes (invited_by) where invited_by is not null;

alter table api_tokens
    add column expires_at timestamptz,                                   -- null: until it is revoked
    add constraint api_tokens_scopes_known check (scopes <@ array['read', 'write', 'generate', 'admin', '*']);
