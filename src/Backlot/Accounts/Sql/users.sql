-- Everybody, as an admin sees them: one row of UserView each.
select u.id as "Id", u.email as "Email", u.display_name as "DisplayName", u.role as "Role", u.subscription_tier as "SubscriptionTier",
       u.credits_balance as "CreditsBalance", u.disabled_at is not null as "Disabled", u.is_owner as "IsOwner",
       u.password_hash is not null as "HasPassword", u.created_at as "CreatedAt",
       greatest((select max(last_seen_at) from sessions s where s.user_id = u.id),
                (select max(last_used_at) from api_tokens t where t.user_id = u.id)) as "LastSeenAt"
from users u
