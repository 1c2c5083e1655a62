-- The {2} characters of user_id {0} that look most like character {1}.
select other.id as "Id", 1 - (other.face_embedding <=> this.face_embedding) as "Similarity"
from characters this join characters other on other.user_id = this.user_id and other.id <> this.id and other.embedded_by = this.embedded_by
where this.user_id = {0} and this.id = {1} and other.face_embedding is not null and this.face_embedding is not null
order by other.face_embedding <=> this.face_embedding, other.id limit {2}
