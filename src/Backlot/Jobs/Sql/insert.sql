-- A job of user_id $2. No row when another unfinished one holds its key.
insert into jobs (id, user_id, kind, queue, priority, payload, subject, unique_key, key_held, account, is_short, max_attempts, run_at)
values ($1, $2, $3, $4, $5, $6::jsonb, $7::uuid, $8::text, $8::text is not null, $9, $10, $11, coalesce($12::timestamptz, now()))
on conflict (user_id, unique_key) where key_held do nothing
returning id
