-- Uses up the code of hash {0} for purpose {1} at time {2}; of many at once one gets it. A disabled user's opens nothing,
-- and neither does an invitation by somebody who is no admin any more.
update one_time_codes c set used_at = {2}
where c.code_hash = {0} and c.purpose = {1} and c.used_at is null and c.expires_at > {2}
  and exists (
      select from users u
      where u.disabled_at is null and (u.id = c.user_id or (u.id = c.invited_by and u.role = 'admin')))
returning c.user_id as "UserId", c.email as "Email", c.role as "Role"
