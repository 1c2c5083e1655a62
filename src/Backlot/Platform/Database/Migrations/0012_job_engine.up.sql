-- The job engine. jobs tells what is wanted and what became of it; job_queue holds a ticket for each job that may be claimed,
-- now or at its time, and is all that a claim searches. docs/job-states.md draws the states, docs/jobs.md says why.

-- Rows have room to be changed in place. That works only where no indexed column changes, so no index names status.
alter table jobs set (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);

drop index jobs_claim_idx, jobs_lease_idx, jobs_unique_key_key, jobs_user_id_idx, jobs_changed_in_idx;
alter table jobs drop constraint jobs_running_has_lease;
alter table jobs
    add column account         text    not null default '' check (length(account) <= 100),   -- the provider account whose limits it is under
    add column is_short        boolean not null default false,   -- claimed and ended in batches; its runs are not told one by one
    add column brings_ticket   boolean not null default false,   -- who inserts it gives it its ticket as well
    add column key_held        boolean not null default false,   -- nobody else may have its unique_key now
    add column has_generations boolean not null default false,   -- its end gives back what they reserved
    add column worker_id       uuid,                             -- who runs it
    add column last_worker     text,                             -- host:process of who ran it last
    add column checkpoint      jsonb,                            -- where its next run goes on
    add column answer          jsonb;                            -- what a provider said that woke it
-- Nobody is known by the name that has its lease, so what runs now is taken up by the first worker that comes.
update jobs set worker_id = gen_random_uuid(), last_worker = lease_owner where status = 'running';
alter table jobs drop column lease_owner, drop column lease_until;
update jobs set key_held = unique_key is not null and status in ('queued', 'running', 'parked');
update jobs set has_generations = true where id in (select job_id from generations);
alter table jobs
    add constraint jobs_running_has_worker check ((status = 'running') = (worker_id is not null)),
    add constraint jobs_unfinished_holds_key check (key_held = (unique_key is not null and status in ('queued', 'running', 'parked'))),
    add constraint jobs_short_has_no_account check (not is_short or account = '');

create unique index jobs_unique_key_key on jobs (user_id, unique_key) where key_held;
create index jobs_running_idx on jobs (user_id, account) where worker_id is not null;
create index jobs_user_id_idx on jobs (user_id, id);
create index jobs_changed_in_idx on jobs (user_id, changed_in) where not is_short;
create index jobs_error_message_idx on jobs (user_id, id) where error_message is not null;   -- what failed, without naming status

-- Tickets. A job has one while it is queued or parked and waits for no other; whoever deletes it in a claim runs the job.
create table job_queue (
    job_id   uuid        primary key,                            -- of a shared ticket: of no job, only its own
    user_id  uuid        not null,
    priority smallint    not null,
    queue    text        not null,
    account  text        not null,
    kind     text        not null,
    run_at   timestamptz not null,
    is_ready boolean     not null,                               -- its time has come
    -- Short jobs that come together share tickets: it is for those of these that have not been touched since (lease_no = 0).
    job_ids  uuid[]      check (cardinality(job_ids) > 0),
    check (job_ids is null or is_ready)
);
alter table job_queue set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
-- A lane: the ready jobs of one user, account and priority in a queue. A claim names its lanes and reads each from its front.
create index job_queue_lane_idx on job_queue (queue, user_id, account, priority, run_at, job_id) where is_ready;
create index job_queue_due_idx on job_queue (run_at) where not is_ready;

-- Who works. A worker that is not seen for the length of a lease is gone, and with it every lease it had.
create table workers (
    id         uuid        primary key,
    host       text        not null,
    process_id int         not null,
    queues     text[]      not null,
    slots      int         not null,
    lease_seconds real     not null check (lease_seconds > 0),
    started_at timestamptz not null default now(),
    seen_at    timestamptz not null default now()
);
alter table workers set (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 50);

-- Short jobs are leased a batch at a time: no row of theirs is written between the claim and the end.
create table job_batches (
    id        bigint      generated always as identity primary key,
    worker_id uuid        not null,
    leased_at timestamptz not null default now(),
    job_ids   uuid[]      not null,
    lease_nos bigint[]    not null check (cardinality(lease_nos) = cardinality(job_ids))
);
-- Ids do not compress, and trying costs more than what it may save.
alter table job_batches alter column job_ids set storage external, alter column lease_nos set storage external;
create index job_batches_worker_id_idx on job_batches (worker_id);

-- What became of the runs before the last one; that one is told by the job's own row.
create table job_attempts (
    job_id     uuid        not null references jobs on delete cascade,
    lease_no   bigint      not null,
    attempt    int         not null,
    worker     text        not null,
    started_at timestamptz,
    ended_at   timestamptz not null default now(),
    outcome    text        not null check (outcome in ('retry', 'parked', 'handed back', 'worker gone', 'deadline passed',
                                                       'no progress', 'failed', 'cancelled')),
    reason     text,
    primary key (job_id, lease_no)
);

create table queues (
    name         text        primary key check (length(name) between 1 and 100),
    paused_at    timestamptz,
    most_running int         check (most_running > 0)            -- of all workers together; null: as many as have slots
);

-- What a provider account allows. tokens are starts that may be made now; they come back at per_second, up to burst.
create table job_accounts (
    account      text        primary key check (account ~ '^[!-~]{1,100}$'),
    most_running int         check (most_running > 0),
    per_second   float8      check (per_second > 0),
    burst        float8      not null default 1 check (burst >= 1),
    tokens       float8      not null default 1,
    refilled_at  timestamptz not null default now(),
    cooled_until timestamptz                                     -- the provider asked to be left alone until then
);

-- What parked jobs wait for at providers. One poll asks for many of them.
create table job_polls (
    job_id          uuid        primary key references jobs on delete cascade,
    provider        text        not null,
    account         text        not null,
    provider_job_id text        not null,
    since           timestamptz not null default now(),
    next_poll_at    timestamptz not null,
    polls           int         not null default 0,
    give_up_at      timestamptz not null
);
alter table job_polls set (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
create index job_polls_due_idx on job_polls (provider, account, next_poll_at);
create index job_polls_provider_job_id_idx on job_polls (provider, account, provider_job_id);

create table schedules (
    id          uuid        primary key default gen_random_uuid(),
    user_id     uuid        not null references users on delete cascade,
    name        text        not null check (length(name) between 1 and 200),
    kind        text        not null,
    payload     jsonb       not null,
    cron        text        not null,
    time_zone   text        not null,
    enabled     boolean     not null default true,
    next_run_at timestamptz not null,
    last_run_at timestamptz,
    last_job_id uuid,
    created_at  timestamptz not null default now(),
    unique (user_id, name)
);
create index schedules_next_run_at_idx on schedules (next_run_at) where enabled;

-- A job's user must be there (jobs_demand_owners). Not a foreign key: that asks for each of many rows.
alter table jobs drop constraint jobs_user_id_fkey;
create function users_delete_jobs() returns trigger language plpgsql as $$
begin
    delete from jobs where user_id = old.id;
    delete from job_queue where user_id = old.id;
    return null;
end $$;
create trigger users_delete_jobs after delete on users for each row execute function users_delete_jobs();

-- Tells, at commit, which lanes have something ready.
create function jobs_wake_lanes(lanes text[]) returns void language plpgsql as $$
begin
    if cardinality(lanes) > 16 then
        perform pg_notify('backlot', 'ready');                   -- many lanes: look at all of them
    else
        perform pg_notify('backlot', lane) from unnest(lanes) as lane;
    end if;
end $$;

create function job_lane(queue text, user_id uuid, account text, priority smallint, run_at timestamptz) returns text language sql stable as $$
    select concat_ws(E'\t', 'ready', queue, user_id, account, priority, (extract(epoch from run_at) * 1000000)::bigint)
$$;

-- Jobs that completed no longer keep others waiting; whoever waits for nothing more gets a ticket.
create function jobs_free_dependents(done uuid[]) returns void language plpgsql as $$
declare
    freed uuid[];
    lanes text[];
begin
    if not exists (select from job_dependencies where depends_on_id = any (done)) then
        return;
    end if;
    -- Locked in one order: two parts that end at once and are both waited for by many must not lock each other out.
    perform from jobs where id in (select job_id from job_dependencies where depends_on_id = any (done)) order by id for update;
    with counted as (
        update jobs as j
        set waiting_on = j.waiting_on - d.parts
        from (select job_id, count(*)::int as parts from job_dependencies where depends_on_id = any (done) group by job_id) as d
        where j.id = d.job_id and j.status in ('queued', 'parked') and j.waiting_on >= d.parts
        returning j.id, j.waiting_on
    )
    select array_agg(id) into freed from counted where waiting_on = 0;
    with tickets as (
        insert into job_queue (job_id, user_id, priority, queue, account, kind, run_at, is_ready)
        select id, user_id, priority, queue, account, kind, run_at, run_at <= clock_timestamp()
        from jobs where id = any (freed)
        returning queue, user_id, account, priority, run_at, is_ready
    )
    select array_agg(lane) into lanes
    from (select job_lane(queue, user_id, account, priority, min(run_at)) as lane from tickets where is_ready
          group by queue, user_id, account, priority) as told;
    perform jobs_wake_lanes(lanes);
end $$;

-- A job's user must be there, and stays until the job is.
create function jobs_demand_owners(owners uuid[]) returns void language plpgsql as $$
begin
    perform from users where id = any (owners) for key share;
    if (select count(*) from users where id = any (owners)) < cardinality(owners) then
        raise exception 'a job of nobody' using errcode = 'foreign_key_violation', constraint = 'jobs_user_id_fkey';
    end if;
end $$;

-- A new job gets its ticket, and those who can run it are told in which lane, at commit. Jobs that are copied by the thousand bring
-- theirs (Jobs/BulkEnqueue): a trigger that takes up each row again would cost a fifth of the copying.
create function jobs_enqueue() returns trigger language plpgsql as $$
begin
    perform jobs_demand_owners(array[new.user_id]);
    if new.status in ('queued', 'parked') and new.waiting_on = 0 then
        insert into job_queue (job_id, user_id, priority, queue, account, kind, run_at, is_ready)
        values (new.id, new.user_id, new.priority, new.queue, new.account, new.kind, new.run_at, new.run_at <= clock_timestamp());
        if new.run_at <= clock_timestamp() then
            perform jobs_wake_lanes(array[job_lane(new.queue, new.user_id, new.account, new.priority, new.run_at)]);
        end if;
    end if;
    return null;
end $$;
drop trigger jobs_wake on jobs;
drop function jobs_wake();
create trigger jobs_enqueue after insert on jobs for each row when (not new.brings_ticket) execute function jobs_enqueue();
insert into job_queue (job_id, user_id, priority, queue, account, kind, run_at, is_ready)
select id, user_id, priority, queue, account, kind, run_at, run_at <= now()
from jobs where status in ('queued', 'parked') and waiting_on = 0;

create function jobs_forget_tickets() returns trigger language plpgsql as $$
begin
    delete from job_queue where job_id in (select id from old_jobs);
    return null;
end $$;
create trigger jobs_forget_tickets after delete on jobs referencing old table as old_jobs for each statement execute function jobs_forget_tickets();

-- Who waits for another has no ticket.
create or replace function jobs_count_dependency() returns trigger language plpgsql as $$
declare
    state text;
begin
    select status into state from jobs where id = new.depends_on_id for update;
    if state in ('failed', 'cancelled') then
        raise exception 'a job cannot wait for one that has ended as %', state using errcode = 'check_violation';
    elsif state <> 'completed' then
        -- One that is on a shared ticket leaves it by its lease number.
        update jobs
        set waiting_on = waiting_on + 1,
            lease_no = lease_no + (is_short and waiting_on = 0 and not exists (select from job_queue where job_id = new.job_id))::int
        where id = new.job_id;
        delete from job_queue where job_id = new.job_id;
    end if;
    return null;
end $$;

-- A short job's run is not told, so that its row can be changed in place.
drop trigger jobs_mark_change on jobs;
create trigger jobs_mark_change before update on jobs for each row
    when (not new.is_short and (old.status, old.progress, old.progress_note, old.error_message, old.attempt, old.waiting_on)
          is distinct from (new.status, new.progress, new.progress_note, new.error_message, new.attempt, new.waiting_on))
    execute function mark_change();

-- Only a job that ordered something is asked what it had reserved.
create function generations_mark_job() returns trigger language plpgsql as $$
begin
    update jobs set has_generations = true where id = new.job_id and not has_generations;
    return null;
end $$;
create trigger generations_mark_job after insert or update of job_id on generations
    for each row when (new.job_id is not null) execute function generations_mark_job();
drop trigger jobs_release_credits on jobs;
create trigger jobs_release_credits after update of status on jobs
    for each row when (new.has_generations and new.status in ('completed', 'failed', 'cancelled') and old.status not in ('completed', 'failed', 'cancelled'))
    execute function jobs_release_credits();
