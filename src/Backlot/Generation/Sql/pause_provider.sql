-- Leaves the account of user_id {0} at provider {1} alone until {2}, because of {3}.
insert into provider_pauses (user_id, provider, until, reason) values ({0}, {1}, {2}, {3})
on conflict (user_id, provider) do update set until = excluded.until, reason = excluded.reason, created_at = now()
