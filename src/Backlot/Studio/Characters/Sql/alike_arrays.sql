-- The {2} characters of user_id {0} that look most like character {1}, where vectors are kept as arrays. All have the length 1.
select other.id as "Id", (select sum(mine::float8 * theirs) from unnest(this.face_embedding, other.face_embedding) as pair (mine, theirs)) as "Similarity"
from characters this join characters other on other.user_id = this.user_id and other.id <> this.id and other.embedded_by = this.embedded_by
where this.user_id = {0} and this.id = {1} and other.face_embedding is not null and this.face_embedding is not null
order by "Similarity" desc, other.id limit {2}
