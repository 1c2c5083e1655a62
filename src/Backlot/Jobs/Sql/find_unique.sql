-- Which unfinished job of user_id $1 holds the key $2, and whether it waits for others.
select id, waiting_on > 0 from jobs where user_id = $1 and unique_key = $2 and key_held for update
