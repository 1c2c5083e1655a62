-- One row a user, model and day holds what vectors of prompts took: a single one costs a millionth of a dollar, and whole rows a ten-thousandth.
insert into generations (user_id, intent_key, kind, provider, model, prompt, status, cost, completed_at, metadata)
values ({0}, {1}, 'embedding', 'openai', {2}, 'Vectors of prompts', 'completed', ceil({3}::bigint * {4}::numeric / 100) / 10000, now(),
    jsonb_build_object('calls', 1, 'tokens', {3}::bigint))
on conflict (user_id, intent_key) do update set
    cost = ceil(((generations.metadata ->> 'tokens')::bigint + {3}::bigint) * {4}::numeric / 100) / 10000,
    completed_at = now(),
    metadata = jsonb_build_object('calls', (generations.metadata ->> 'calls')::bigint + 1, 'tokens', (generations.metadata ->> 'tokens')::bigint + {3}::bigint)
