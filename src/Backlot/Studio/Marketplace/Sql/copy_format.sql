-- Copies the original of a licence to its holder: purchase {1} of user_id {0}. No row: there is no original any more.
insert into format_templates (user_id, name, description, beat_structure, thumbnail_asset_id, purchase_id)
select p.user_id, f.name, f.description, f.beat_structure, null, p.id
from purchases p join format_templates f on f.id = p.format_id where p.user_id = {0} and p.id = {1}
returning id as "Value"
