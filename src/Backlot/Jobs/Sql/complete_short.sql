-- For the system: a lease belongs to a worker.
-- Ends many short jobs well: $1 ids, $2 the lease numbers they were claimed under, $3 results, $4 seconds each ran, $5 the
-- worker's name, $6 batches of which nothing is left. Returns which ones were still ours, or null: all.
with ended as (
    delete from job_batches where id = any ($6::bigint[])
),
done as (
    update jobs as j
    set status = 'completed', progress = 1, result = d.result::jsonb, error_message = null, key_held = false,
        attempt = j.attempt + 1, lease_no = j.lease_no + 1, last_worker = $5,
        started_at = now() - make_interval(secs => d.seconds), completed_at = now()
    from unnest($1::uuid[], $2::bigint[], $3::text[], $4::float8[]) as d (id, lease_no, result, seconds)
    where j.id = d.id and j.lease_no = d.lease_no and j.status in ('queued', 'parked')
    returning j.id
)
select case when count(*) < cardinality($1) then coalesce(array_agg(id), '{}') end, jobs_free_dependents(array_agg(id)) from done
