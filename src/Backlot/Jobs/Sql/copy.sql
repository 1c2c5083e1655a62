copy jobs (id, user_id, kind, queue, priority, payload, subject, unique_key, key_held, account, is_short, max_attempts, brings_ticket) from stdin (format binary)
