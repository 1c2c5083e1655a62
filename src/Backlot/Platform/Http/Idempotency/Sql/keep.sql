-- Keeps the answer {3} {4} {5} that user {0} got under the key {1} for a request of fingerprint {2}, at {6}.
insert into idempotency_keys (user_id, key, fingerprint, status, headers, body, created_at)
values ({0}, {1}, {2}, {3}, {4}::jsonb, {5}, {6})
