-- Video jobs of user $1 that changed in transactions from $2 on and before $3.
select changed_in, jsonb_build_object('id', id, 'channelId', channel_id, 'title', title, 'status', status, 'error', error_message)::text
from video_jobs
where user_id = $1 and changed_in >= $2 and changed_in < $3
order by changed_in
