-- Not to be undone: the earlier schema has no place for channels and albums, so they are dropped. Their tracks,
-- images and films stay as assets, their render tasks stay with the number of the album they were for.
alter table render_tasks drop constraint render_tasks_video_job_id_fkey;
drop table images;
drop table audio_tracks;
drop table video_jobs;
drop table channels;
drop function video_jobs_follow_arrows();
