-- For the system: the folders that anybody has watched.
select id, user_id, location, is_recursive from ingests where is_watched and error_message is null
