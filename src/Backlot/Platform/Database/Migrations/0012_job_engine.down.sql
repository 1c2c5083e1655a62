-- Back to one table. Jobs stay, with their states; what a worker had in hand is taken up by the next. The log of attempts, what
-- queues and accounts were limited to, schedules, and places at providers have no place in the earlier schema.
drop trigger jobs_release_credits on jobs;
create trigger jobs_release_credits after update of status on jobs
    for each row when (new.status in ('completed', 'failed', 'cancelled') and old.status not in ('completed', 'failed', 'cancelled'))
    execute function jobs_release_credits();
drop trigger generations_mark_job on generations;
drop function generations_mark_job();

drop trigger jobs_enqueue on jobs;
drop function jobs_enqueue();
drop function jobs_demand_owners(uuid[]);
drop function jobs_free_dependents(uuid[]);
drop function job_lane(text, uuid, text, smallint, timestamptz);
drop function jobs_wake_lanes(text[]);
drop trigger jobs_forget_tickets on jobs;
drop function jobs_forget_tickets();
drop trigger users_delete_jobs on users;
drop function users_delete_jobs();
drop table job_queue, workers, job_batches, job_attempts, queues, job_accounts, job_polls, schedules;

drop index jobs_unique_key_key, jobs_running_idx, jobs_user_id_idx, jobs_changed_in_idx, jobs_error_message_idx;
drop trigger jobs_mark_change on jobs;
alter table jobs
    drop constraint jobs_running_has_worker, drop constraint jobs_unfinished_holds_key, drop constraint jobs_short_has_no_account;
alter table jobs add column lease_owner text, add column lease_until timestamptz;
-- Over, so that the first worker that comes takes them up.
update jobs set lease_owner = coalesce(last_worker, 'unknown'), lease_until = now() where status = 'running';
alter table jobs
    drop column account, drop column is_short, drop column brings_ticket, drop column key_held, drop column has_generations,
    drop column worker_id, drop column last_worker, drop column checkpoint, drop column answer;
alter table jobs add constraint jobs_running_has_lease check ((status = 'running') = (lease_owner is not null and lease_until is not null));
alter table jobs reset (fillfactor, autovacuum_vacuum_scale_factor, autovacuum_vacuum_cost_delay);
alter table jobs add constraint jobs_user_id_fkey foreign key (user_id) references users on delete cascade;

create index jobs_claim_idx on jobs (queue, priority desc, run_at, id) where status in ('queued', 'parked') and waiting_on = 0;
create index jobs_lease_idx on jobs (lease_until) where status = 'running';
-- Two users may have used the same key meanwhile: all but the oldest of them go on without it.
update jobs set unique_key = null where unique_key is not null and status in ('queued', 'running', 'parked')
    and exists (select from jobs as o where o.unique_key = jobs.unique_key and o.id < jobs.id and o.status in ('queued', 'running', 'parked'));
create unique index jobs_unique_key_key on jobs (unique_key)
    where unique_key is not null and status in ('queued', 'running', 'parked');
create index jobs_user_id_idx on jobs (user_id, created_at desc, id desc);
create index jobs_changed_in_idx on jobs (user_id, changed_in);

create or replace function jobs_count_dependency() returns trigger language plpgsql as $$
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
create function jobs_wake() returns trigger language plpgsql as $$
begin
    perform pg_notify('backlot', 'ready');
    return null;
end $$;
create trigger jobs_wake after insert on jobs for each statement execute function jobs_wake();
create trigger jobs_mark_change before update on jobs for each row
    when ((old.status, old.progress, old.progress_note, old.error_message, old.attempt, old.waiting_on)
          is distinct from (new.status, new.progress, new.progress_note, new.error_message, new.attempt, new.waiting_on))
    execute function mark_change();
