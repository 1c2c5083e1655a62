-- Copies the original of a licence to its holder: purchase {1} of user_id {0}. No row: there is no original any more.
insert into brains (user_id, name, description, parameters, style_vector, thumbnail_asset_id, purchase_id)
select p.user_id, b.name, b.description, b.parameters, b.style_vector, null, p.id
from purchases p join brains b on b.id = p.brain_id where p.user_id = {0} and p.id = {1}
returning id as "Value"
