-- The ledger has no place in the earlier schema; each user keeps the balance that it came to.
drop trigger jobs_release_credits on jobs;
drop trigger users_guard_balance on users;
drop trigger users_open_account on users;
drop table credit_entries;
drop function jobs_release_credits();
drop function credit_entries_stay();
drop function users_guard_balance();
drop function credit_entries_move_balance();
drop function users_open_account();
drop index assets_user_id_usage_idx;
drop index generations_user_id_created_at_idx;
alter table generations drop column job_id;
drop function uuid_v7();
