-- How far the albums {0} are: finished parts, the shares of parts being made, and the newest film.
select v.id as "VideoJobId",
       v.status in ('ready_for_export', 'completed') as "HasFilm",
       v.status = 'completed' as "HasExport",
       (select count(*)::int from audio_tracks as t where t.video_job_id = v.id) as "TracksDone",
       (select count(*)::int from images as i where i.video_job_id = v.id) as "ImagesDone",
       coalesce(running.tracks, 0)::float8 as "TracksRunning",
       coalesce(running.images, 0)::float8 as "ImagesRunning",
       coalesce(running.render, 0)::float8 as "Render",
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
where v.id = any ({0})
