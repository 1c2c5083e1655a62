-- Brains, formats, licences, versions and what characters look like have no place in the earlier schema. Projects, scenes and characters
-- keep what they had. What was paid and earned stays in the ledger as grants, the only kind that the earlier one has for it.

drop view marketplace_items;
drop table character_images;
drop table scene_versions;
alter table characters
    drop constraint characters_id_user_id_key,
    drop column face_embedding,
    drop column voice_asset_id,
    drop column voice_description,
    drop column embedded_by,
    drop column consistency_score,
    drop column shots_compared,
    drop column measured_at;
drop index characters_user_id_idx;
alter table scenes drop constraint scenes_id_user_id_key, drop constraint scenes_enhancement_has_parts, drop column beat, drop column enhancement;
alter table projects drop constraint projects_settings_is_object, drop column brain_id, drop column format_id;
alter table brains drop constraint brains_purchase_fkey;
alter table format_templates drop constraint format_templates_purchase_fkey;
drop table purchases;
drop table brains;
drop table format_templates;
drop function studio_takes_vectors();
drop function column_takes_vectors(regclass, name, int);

alter table credit_entries
    drop constraint credit_entries_kind_check,
    drop constraint credit_entries_kinds_have_their_parts;
alter table credit_entries disable trigger credit_entries_stay;
update credit_entries set kind = 'grant' where kind in ('purchase', 'sale');
alter table credit_entries enable trigger credit_entries_stay;
alter table credit_entries
    add constraint credit_entries_kind_check check (kind in ('opening', 'grant', 'reserve', 'settle', 'release')),
    add constraint credit_entries_kinds_have_their_parts check (case kind
        when 'opening' then generation_id is null and closes_id is null and amount >= 0
        when 'grant'   then generation_id is null and closes_id is null and amount <> 0
        when 'reserve' then generation_id is not null and closes_id is null and amount < 0
        else                generation_id is not null and closes_id is not null end);
