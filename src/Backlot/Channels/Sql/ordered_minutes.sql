-- Minutes of sound and film that albums of user_id {0} will still make: each film, and the tracks that are missing.
select coalesce(sum(v.target_duration_minutes * (1 + case when v.plan -> 'tracks' -> 0 ->> 'provider' = 'import' then 0
           else (20 - (select count(*) from audio_tracks as t where t.video_job_id = v.id)) / 20.0 end)), 0)::float8 as "Value"
from video_jobs as v
where v.user_id = {0} and v.status not in ('completed', 'failed')
