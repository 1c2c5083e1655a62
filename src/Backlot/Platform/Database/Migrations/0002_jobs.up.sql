-- The durable queue. docs/job-states.md draws the states.

create table jobs (
    id               uuid        primary key default gen_random_uuid(),
    user_id          uuid        not null references users on delete cascade,
    kind             text        not null check (length(kind) between 1 and 100),
    queue            text        not null check (length(queue) between 1 and 100),
    status           text        not null default 'queued'
                                 check (status in ('queued', 'running', 'parked', 'completed', 'failed', 'cancelled')),
    priority         smallint    not null default 5 check (priority between 0 and 9),   -- 9 is served first
    payload          jsonb       not null,
    subject          uuid,                                   -- what it works on, for looking jobs up by it
    unique_key       text,
    run_at           timestamptz not null default now(),
    waiting_on       int         not null default 0 check (waiting_on >= 0),   -- unfinished jobs it depends on
    attempt          int         not null default 0 check (attempt >= 0),
    max_attempts     int         not null default 5 check (max_attempts between 1 and 100),
    lease_no         bigint      not null default 0,         -- the fence: grows at each claim, named by every write
    lease_owner      text,
    lease_until      timestamptz,
    cancel_requested boolean     not null default false,
    progress         real        not null default 0 check (progress between 0 and 1),
    progress_note    text,
    error_message    text,
    result           jsonb,
    created_at       timestamptz not null default now(),
    started_at       timestamptz,
    completed_at     timestamptz,
    changed_in       xid8        not null default pg_current_xact_id(),        -- where the event stream resumes
    constraint jobs_running_has_lease check ((status = 'running') = (lease_owner is not null and lease_until is not null)),
    constraint jobs_ended_has_time check ((status in ('completed', 'failed', 'cancelled')) = (completed_at is not null)),
    constraint jobs_failed_has_reason check (status <> 'failed' or error_message is not null)
);

-- The claim reads ready rows from the front of this index; history and running rows are not in it.
create index jobs_claim_idx on jobs (queue, priority desc, run_at, id) where status in ('queued', 'parked') and waiting_on = 0;
create index jobs_lease_idx on jobs (lease_until) where status = 'running';
create unique index jobs_unique_key_key on jobs (unique_key)
    where unique_key is not null and status in ('queued', 'running', 'parked');
create index jobs_subject_idx on jobs (subject, created_at desc) where subject is not null;
create index jobs_user_id_idx on jobs (user_id, created_at desc, id desc);
create index jobs_changed_in_idx on jobs (user_id, changed_in);

-- Fan-in: a job runs when every job it depends on has completed.
create table job_dependencies (
    job_id        uuid not null references jobs on delete cascade,
    depends_on_id uuid not null references jobs on delete cascade,
    primary key (job_id, depends_on_id),
    check (job_id <> depends_on_id)
);
create index job_dependencies_depends_on_id_idx on job_dependencies (depends_on_id);

-- The count is kept here, under the lock of the job that is waited for: it cannot complete unseen in between.
create function jobs_count_dependency() returns trigger language plpgsql as $$
declare
    state text;
begin
    select status into state from jobs where id = new.depends_on_id for update;
    if state in ('failed', 'cancelled') then
        raise exception 'a job cannot wait for one that has ended as %', state using errcode = 'check_violation';
    elsif state <> 'completed' then
        update jobs set waiting_on = waiting_on + 1 where id = new.job_id;
    end if;
    return null;
end $$;
create trigger jobs_count_dependency after insert on job_dependencies
    for each row execute function jobs_count_dependency();

-- One wake-up a statement, at commit. Workers poll too, so a lost one costs a second, not a job.
create function jobs_wake() returns trigger language plpgsql as $$
begin
    perform pg_notify('backlot', 'ready');
    return null;
end $$;
create trigger jobs_wake after insert on jobs for each statement execute function jobs_wake();

-- Whatever a watcher would see marks the row with its transaction; lease renewals do not.
create function mark_change() returns trigger language plpgsql as $$
begin
    new.changed_in := pg_current_xact_id();
    return new;
end $$;
create trigger jobs_mark_change before update on jobs for each row
    when ((old.status, old.progress, old.progress_note, old.error_message, old.attempt, old.waiting_on)
          is distinct from (new.status, new.progress, new.progress_note, new.error_message, new.attempt, new.waiting_on))
    execute function mark_change();
