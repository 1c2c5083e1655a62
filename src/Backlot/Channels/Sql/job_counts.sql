-- How many video jobs of each status the channels of a user have.
select channel_id as "ChannelId", status as "Status", count(*)::int as "Count"
from video_jobs
where user_id = {0}
group by channel_id, status
