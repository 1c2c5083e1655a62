-- How far the albums {0} of user {1} are: finished parts, the shares of parts being made, and the newest film.
select v.id as "VideoJobId",
       v.status = 'completed' as "HasExport",
       (select count(*)::int from audio_tracks as t where t.video_job_id = v.id) as "TracksDone",
       (select count(*)::int from images as i where i.video_job_id = v.id) as "ImagesDone",
       coalesce(running.tracks, 0)::float8 as "TracksRunning",
       coalesce(running.images, 0)::float8 as "ImagesRunning",
       -- Between the end of the render and the start of the export no job runs, but a film is there that is not yet
       -- the album's own. While rendering, the album's own is the one of before a part was replaced.
       case when v.status in ('ready_for_export', 'completed')
              or (v.status = 'rendering' and newest.status = 'completed' and newest.output_asset_id is distinct from v.video_asset_id)
            then 1 else coalesce(running.render, 0) end::float8 as "Render",
       running.note as "Note"
from video_jobs as v
left join lateral (
    select sum(j.progress) filter (where j.kind = 'channels.make-track') as tracks,
           sum(j.progress) filter (where j.kind = 'channels.make-image') as images,
           max(j.progress) filter (where j.kind = 'library.render-film') as render,
           max(j.progress_note) filter (where j.kind in ('library.render-film', 'channels.export-album')) as note
    from jobs as j
    where j.subject = v.id and j.status = 'running'
) as running on true
left join lateral (
    select r.status, r.output_asset_id
    from render_tasks as r
    where r.video_job_id = v.id
    order by r.id desc
    limit 1
) as newest on true
where v.id = any ({0}) and v.user_id = {1}
