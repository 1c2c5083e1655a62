-- The {2} brains that user_id {0} can use, their own and those that are shipped, whose style is nearest to that of brain {1}, where vectors
-- are kept as arrays. All have the length 1.
select other.id as "Id", other.shipped_key as "Key", other.name as "Name",
       (select sum(mine::float8 * theirs) from unnest(this.style_vector, other.style_vector) as pair (mine, theirs)) as "Similarity"
from brains this join brains other on other.id <> this.id
where this.id = {1} and (this.user_id = {0} or this.user_id is null) and (other.user_id = {0} or other.user_id is null)
  and this.style_vector is not null and other.style_vector is not null
order by "Similarity" desc, other.id limit {2}
