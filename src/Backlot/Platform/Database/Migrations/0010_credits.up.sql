-- Credits: a ledger whose sum is the balance, because nothing else can change it.

-- A UUID of version 7 (RFC 9562, method 3: to the microsecond), for rows that triggers make: their order is the order of
-- making.
create function uuid_v7() returns uuid language sql volatile as $$
    select encode(int8send((us / 1000) << 16 | 28672 | us % 1000 * 4096 / 1000)
               || substring(uuid_send(gen_random_uuid()) from 9 for 8), 'hex')::uuid
    from (select (extract(epoch from clock_timestamp()) * 1000000)::bigint as us) as now
$$;

-- Which job has it made: when that job ends without it, nothing stays reserved.
alter table generations add column job_id uuid references jobs on delete set null;
create index generations_job_id_idx on generations (job_id) where job_id is not null;

create table credit_entries (
    id            uuid        primary key default uuid_v7(),
    user_id       uuid        not null references users on delete cascade,
    kind          text        not null check (kind in ('opening', 'grant', 'reserve', 'settle', 'release')),
    amount        int         not null check (amount between -1000000000 and 1000000000),
    reason        text        not null check (length(reason) between 1 and 200),
    reference     text        check (length(reference) <= 200),          -- the intent it pays for
    generation_id uuid        references generations,
    closes_id     uuid        unique references credit_entries,          -- a reservation is closed once
    granted_by    uuid        references users on delete set null,
    created_at    timestamptz not null default now(),
    constraint credit_entries_kinds_have_their_parts check (case kind
        when 'opening' then generation_id is null and closes_id is null and amount >= 0
        when 'grant'   then generation_id is null and closes_id is null and amount <> 0
        when 'reserve' then generation_id is not null and closes_id is null and amount < 0
        else                generation_id is not null and closes_id is not null end)
);
create index credit_entries_user_id_idx on credit_entries (user_id, id desc);
create index credit_entries_generation_id_idx on credit_entries (generation_id) where generation_id is not null;
create index credit_entries_granted_by_idx on credit_entries (granted_by) where granted_by is not null;
create unique index credit_entries_opening_key on credit_entries (user_id) where kind = 'opening';

-- The first entry of everybody is what they start with.
create function users_open_account() returns trigger language plpgsql as $$
begin
    insert into credit_entries (user_id, kind, amount, reason) values (new.id, 'opening', new.credits_balance, 'Opening balance');
    return null;
end $$;
insert into credit_entries (user_id, kind, amount, reason) select id, 'opening', credits_balance, 'Opening balance' from users;
create trigger users_open_account after insert on users for each row execute function users_open_account();

-- Every other entry moves the balance; the check on users keeps it from going below zero.
create function credit_entries_move_balance() returns trigger language plpgsql as $$
begin
    update users set credits_balance = credits_balance + new.amount where id = new.user_id;
    return null;
end $$;
create trigger credit_entries_move_balance after insert on credit_entries
    for each row when (new.kind <> 'opening') execute function credit_entries_move_balance();

-- Nothing but an entry moves it: the trigger above, running inside that insert, is at the second level or deeper.
create function users_guard_balance() returns trigger language plpgsql as $$
begin
    if pg_trigger_depth() < 2 then
        raise exception 'the balance is moved by credit entries only' using errcode = 'check_violation', constraint = 'users_balance_is_the_sum';
    end if;
    return new;
end $$;
create trigger users_guard_balance before update of credits_balance on users
    for each row when (old.credits_balance is distinct from new.credits_balance) execute function users_guard_balance();

-- An entry stays as it is, as long as its user does.
create function credit_entries_stay() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and not exists (select from users where id = old.user_id) then
        return old;
    elsif tg_op = 'UPDATE' and new.granted_by is null
          and (to_jsonb(new) - 'granted_by') = (to_jsonb(old) - 'granted_by') then
        return new;                                                      -- the admin was deleted
    end if;
    raise exception 'credit entries are never changed' using errcode = 'check_violation', constraint = 'credit_entries_stay';
end $$;
create trigger credit_entries_stay before update or delete on credit_entries for each row execute function credit_entries_stay();

-- Whatever a job had reserved and not settled comes back in the very transaction that ends it.
create function jobs_release_credits() returns trigger language plpgsql as $$
begin
    insert into credit_entries (user_id, kind, amount, reason, reference, generation_id, closes_id)
    select e.user_id, 'release', -e.amount, 'Not made, so given back', e.reference, e.generation_id, e.id
    from generations as g
    join credit_entries as e on e.generation_id = g.id and e.kind = 'reserve'
    where g.job_id = new.id and not exists (select from credit_entries as c where c.closes_id = e.id)
    order by e.id;
    update generations
    set status = new.status, error_message = coalesce(new.error_message, error_message), completed_at = now()
    where job_id = new.id and status in ('pending', 'processing') and new.status <> 'completed';
    return null;
end $$;
create trigger jobs_release_credits after update of status on jobs
    for each row when (new.status in ('completed', 'failed', 'cancelled') and old.status not in ('completed', 'failed', 'cancelled'))
    execute function jobs_release_credits();

-- What a user stores and had made is summed for the limits of their tier, and what was spent for the costs.
create index assets_user_id_usage_idx on assets (user_id) include (size_bytes, duration_seconds, source_type, kind, created_at);
create index generations_user_id_created_at_idx on generations (user_id, created_at);
