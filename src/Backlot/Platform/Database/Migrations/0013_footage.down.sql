-- Not to be undone: clips, analyses, predictions, what was brought in by which folder, and uploads in hand have no place in the earlier
-- schema, so they are dropped. Assets stay, those made from others too. The extensions stay, others may use them.

drop trigger assets_deleted on assets;
drop function assets_bury_blob();
drop table deleted_blobs;
drop table uploads;
drop table ingest_files;
drop table ingests;
drop table predictions;
drop table analysis_results;
drop table clips;
drop function clips_take_vectors();
drop index assets_filename_idx;
drop index assets_listed_idx;
alter table assets
    drop constraint assets_derived_from_fkey,
    drop constraint assets_id_user_id_key,
    drop constraint assets_derived_is_generated,
    drop column frame_rate_num,
    drop column frame_rate_den,
    drop column is_variable_frame_rate,
    drop column has_audio,
    drop column footage_read_at,
    drop column derived_from,
    drop column variant;
