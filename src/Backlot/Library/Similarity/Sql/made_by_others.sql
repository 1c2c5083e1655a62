-- For the system: users with clips whose vectors another than $1 made, though it could make them of their thumbnails.
select id from users as u
where exists (select from clips c where c.user_id = u.id and c.embedded_by < $1 and c.thumbnail_asset_id is not null)
   or exists (select from clips c where c.user_id = u.id and c.embedded_by > $1 and c.thumbnail_asset_id is not null)
