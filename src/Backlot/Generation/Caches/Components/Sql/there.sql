-- Those of the assets {0} of user_id {1} that are there, in the order they were kept in.
select a.id as "Value" from unnest({0}::uuid[]) with ordinality as kept (id, place) join assets a on a.id = kept.id and a.user_id = {1} order by place
