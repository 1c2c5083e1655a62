select exists (select from assets where id = {0} and user_id = {1}) as "Value"
