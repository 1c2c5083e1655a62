alter table jobs set (fillfactor = 50);

create or replace function jobs_enqueue() returns trigger language plpgsql as $$
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
